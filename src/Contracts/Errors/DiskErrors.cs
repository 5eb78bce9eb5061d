namespace VaePipeline.Contracts.Errors;

/// <summary>What is said if files of ours cannot be written.</summary>
internal static class DiskErrors
{
    /// <summary>The system's words, as <c>No space left on device</c>, without the path, which may be a temporary one.</summary>
    public static string Describe(Exception exception)
    {
        int path = exception.Message.IndexOf(" : '", StringComparison.Ordinal);
        return (path < 0 ? exception.Message : exception.Message[..path]).TrimEnd('.');
    }

    /// <summary>A write that failed.</summary>
    /// <param name="where">The file or folder.</param>
    /// <param name="found">What could not be done, as <c>the checkpoint cannot be written</c>.</param>
    /// <param name="cause">What the system said.</param>
    /// <param name="advice">What to do: one or two whole sentences.</param>
    /// <returns>The exception, to be thrown by the caller.</returns>
    public static IOException Failed(string where, string found, Exception cause, string advice) =>
        new($"{where}: {found} ({Describe(cause)}); expected room, and a disk that works. {advice}", cause);

    /// <summary>A folder that cannot be made or written.</summary>
    /// <param name="where">The output, as the user gave it.</param>
    /// <param name="cause">What the system said; its path, which tells which part of the output it is, stays in the text.</param>
    /// <param name="advice">What to do: a whole sentence.</param>
    /// <returns>The exception, to be thrown by the caller.</returns>
    public static UnwritableOutputException Unwritable(string where, Exception cause, string advice) =>
        new($"{where}: the folder cannot be written ({cause.Message.TrimEnd('.')}); expected a place that this user may write. {advice}", cause);
}
