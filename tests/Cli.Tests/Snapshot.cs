using System.Runtime.CompilerServices;

namespace VaePipeline.Cli.Tests;

/// <summary>Compares text with Snapshots/NAME.txt beside the sources; UPDATE_SNAPSHOTS=1 writes the file instead.</summary>
internal static class Snapshot
{
    public static void AssertMatches(string text, [CallerMemberName] string name = "", [CallerFilePath] string source = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(source) ?? "", "Snapshots", name + ".txt");

        // The help writer fills lines up with blanks, which editors take away.
        string actual = string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? "");
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"{path} is missing; run the tests with UPDATE_SNAPSHOTS=1 and review it");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
