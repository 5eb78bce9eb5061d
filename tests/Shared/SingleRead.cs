using System.Diagnostics;

namespace VaePipeline.Tests;

/// <summary>Named pipes in the places of files, to see that each is read once.</summary>
internal static class SingleRead
{
    /// <summary>Replaces a file by a pipe that gives the file's bytes to the first reader; a second reader waits for ever.</summary>
    /// <returns>Ends when the bytes were taken.</returns>
    public static Task Of(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        File.Delete(path);
        using (Process process = Process.Start("mkfifo", path))
        {
            process.WaitForExit();
        }

        return Task.Run(() => File.WriteAllBytes(path, bytes));
    }
}
