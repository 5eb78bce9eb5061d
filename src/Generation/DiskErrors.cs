namespace VaePipeline.Generation;

/// <summary>What is said where a run's own files cannot be written.</summary>
internal static class DiskErrors
{
    /// <summary>The error to throw.</summary>
    /// <param name="where">The file or folder.</param>
    /// <param name="found">What could not be done.</param>
    /// <param name="cause">What the system said.</param>
    public static IOException Of(string where, string found, Exception cause) =>
        new($"{where}: {found} ({cause.Message.TrimEnd('.')}); expected room, and a disk that works. Make room, and run it again.", cause);

    /// <summary>Closes a file that is whole by now, or of a run that has failed: then what is not flushed is not needed, and must not hide why.</summary>
    public static void Close(FileStream file)
    {
        try
        {
            file.Dispose();
        }
        catch (IOException)
        {
        }
    }
}
