using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace VaePipeline.EndToEnd.Tests.Machines;

/// <summary>A folder with latents, in which the built program is called as a user calls it, each call a process of its own.</summary>
internal sealed partial class ShardedRun : IDisposable
{
    public const string Csv = "latents.csv";
    public const string Npy = "latents.npy";

    /// <summary>Writes latents that no two rows share, as CSV with a header and as NPY.</summary>
    public ShardedRun(int rows)
    {
        // The scripts are called by their paths in the repository, as README writes them.
        Directory.CreateSymbolicLink(this["samples"], RepositoryRoot.File("samples"));
        float[] latents = [.. Enumerable.Range(0, 2 * rows).Select(i => (float)(2.5 * Math.Sin(i * 0.7310 + (i / 1000))))];
        File.WriteAllText(this[Csv], "z0,z1\n" + string.Concat(latents.Chunk(2).Select(z => string.Create(CultureInfo.InvariantCulture, $"{z[0]:R},{z[1]:R}\n"))));

        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, 2), }}".PadRight(117) + '\n';
        using BinaryWriter npy = new(File.Create(this[Npy]));
        npy.Write([0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. System.Text.Encoding.ASCII.GetBytes(header)]);
        npy.Write(MemoryMarshal.AsBytes<float>(latents));
    }

    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("vae-shards-").FullName;

    /// <summary>With these, <c>vae</c> is found on the PATH.</summary>
    public static (string Name, string Value)[] Environment { get; } =
    [
        ("PATH", Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "VaePipeline.Cli", ThisBuild.Configuration)) + ":" + System.Environment.GetEnvironmentVariable("PATH")),
        ("DOTNET_ROOT", Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."))),
    ];

    /// <summary>A file in the folder.</summary>
    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Runs lines of shell in the folder.</summary>
    public string Shell(string lines, params (string Name, string Value)[] more) => ChildProcess.Shell(Folder, lines, [.. Environment, .. more]);

    /// <summary>The commands that docs/many-machines.md gives under a heading.</summary>
    public static string ReadmeCommands(string heading)
    {
        string readme = File.ReadAllText(RepositoryRoot.File("docs", "many-machines.md"));
        int start = readme.IndexOf($"## {heading}\n", StringComparison.Ordinal);
        return ShellBlock().Match(readme, start).Groups["code"].Value;
    }

    /// <summary>Asserts that an output is, byte for byte, what one run without shards writes.</summary>
    public void AssertSameAsOneRun(string latents, string output)
    {
        string whole = "whole-" + output;
        Shell($"vae generate {latents} --output {whole} --quiet");

        Assert.True(File.ReadAllBytes(this[whole]).AsSpan().SequenceEqual(File.ReadAllBytes(this[output])), $"{output} differs from what one run writes");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    [GeneratedRegex("```sh\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();
}
