using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace VaePipeline.Generation.Sinks;

/// <summary>A file system as a whole.</summary>
internal static class FileSystem
{
    /// <summary>
    /// Brings all files of a file system to the disk with one call: thousands of small files, one by one, would take
    /// some milliseconds each.
    /// </summary>
    /// <param name="path">A file on it.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    [SupportedOSPlatform("linux")]
    public static void Sync(string path)
    {
        using SafeFileHandle handle = File.OpenHandle(path);
        if (SyncFileSystem(handle) != 0)
        {
            throw new IOException($"{path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }
    }

    [DllImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncFileSystem(SafeFileHandle handle);
}
