namespace VaePipeline.Tests;

/// <summary>A file system of a few bytes (tmpfs), mounted on a folder.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly SystemProgram _unmount;

    private SmallDisk(string path, SystemProgram unmount) => (FullPath, _unmount) = (path, unmount);

    public string FullPath { get; }

    /// <summary>Creates the folder and mounts it. Skips the test if this user may not mount.</summary>
    public static SmallDisk Mount(string path, int sizeBytes)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux has tmpfs.");
        SystemProgram mount = SystemProgram.OrSkip("mount", "mount"), unmount = SystemProgram.OrSkip("umount", "mount");
        Directory.CreateDirectory(path);
        (int exitCode, _, string errors) = mount.Run(["-t", "tmpfs", "-o", FormattableString.Invariant($"size={sizeBytes}"), "tmpfs", path]);
        Skip.IfNot(exitCode == 0, $"Mounting a tmpfs is not permitted here ({errors.Trim()}): run as root, outside a container that forbids it.");
        return new SmallDisk(path, unmount);
    }

    public void Dispose() => _unmount.Run([FullPath]);
}
