using System.Diagnostics;

namespace VaePipeline.Training.Tests.Runs;

/// <summary>A file system of a few bytes (tmpfs), mounted on a folder of its own.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => FullPath = path;

    public string FullPath { get; }

    /// <summary>Mounts it, or skips the test where this user may not mount.</summary>
    public static SmallDisk Mount(string path, int sizeBytes)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "tmpfs is Linux's.");
        Directory.CreateDirectory(path);
        string options = FormattableString.Invariant($"size={sizeBytes}");
        Skip.IfNot(Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path), "mounting a tmpfs is not permitted here: run as root, outside a container that forbids it.");
        return new SmallDisk(path);
    }

    public void Dispose() => Run("umount", FullPath);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
