using System.Runtime.CompilerServices;

namespace VaePipeline.Training.Tests;

/// <summary>
/// Compares text with <c>Snapshots/NAME.txt</c>. With UPDATE_SNAPSHOTS=1 in the environment the file is written instead,
/// to be reviewed as a change of the source.
/// </summary>
internal static class Snapshot
{
    public static void Match(string name, string text, [CallerFilePath] string callerPath = "")
    {
        string path = Path.Combine(ProjectFolder(callerPath), "Snapshots", $"{name}.txt");
        string actual = text.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string ProjectFolder(string callerPath)
    {
        string? folder = Path.GetDirectoryName(callerPath);
        while (folder is not null && !Directory.EnumerateFiles(folder, "*.csproj").Any())
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException($"{callerPath}: no project above it; expected the sources that the test was built from.");
    }
}
