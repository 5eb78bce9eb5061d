using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VaePipeline.Cli.Tests.Faults;

/// <summary>Latents with a further column and, here and there, a row that is none; and what runs have left.</summary>
internal static class FaultRows
{
    public const int Lines = 2_000;

    /// <summary>Every so many-th line is no latent.</summary>
    public const int BadEvery = 97;

    /// <summary>Images of <see cref="Text"/>.</summary>
    public const int Good = Lines - (Lines / BadEvery);

    /// <summary>The whole input, its header first.</summary>
    public static byte[] Text { get; } = Encoding.UTF8.GetBytes("z1,name,z0\n" + string.Concat(Enumerable.Range(1, Lines).Select(Line)));

    /// <summary>Where each line of <see cref="Text"/> ends: the header's end, then that of line 1 and so on.</summary>
    public static int[] Ends { get; } = [.. Enumerable.Range(0, Text.Length).Where(i => Text[i] == '\n').Select(i => i + 1)];

    /// <summary>All files of a folder, with what they hold; what begins with a dot is no output.</summary>
    public static string[] FilesOf(string folder) =>
    [
        .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetRelativePath(folder, file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];

    private static string Line(int i) => i % BadEvery == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{i},\"bad, too\",x\n")
        : string.Create(CultureInfo.InvariantCulture, $"{(i * 7919 % 4001 / 1000.0) - 2:0.000},n{i},{(i * 104729 % 4003 / 1000.0) - 2:0.000}\n");
}
