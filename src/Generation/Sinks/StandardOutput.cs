using Microsoft.Win32.SafeHandles;

namespace VaePipeline.Generation.Sinks;

/// <summary>The process's standard output as a stream that fails where its reader is gone.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    /// <summary>Opens it. The stream need not be disposed: the descriptor stays open.</summary>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        // The console's own stream drops what a closed pipe does not take, and a run would go on for nobody. Into a
        // file it is the right one: it appends where the descriptor stands and moves it, for what the shell runs next.
#pragma warning disable CA2000 // The stream disposes the handle, which owns nothing.
        FileStream stream = new(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
#pragma warning restore CA2000
        if (!stream.CanSeek)
        {
            return stream;
        }

        stream.Dispose();
        return Console.OpenStandardOutput();
    }
}
