namespace VaePipeline.Training.Runs;

/// <summary>What a failed write says.</summary>
internal static class DiskFault
{
    /// <summary>The system's words, as <c>No space left on device</c>, without the name of a temporary file.</summary>
    public static string Describe(Exception exception)
    {
        int path = exception.Message.IndexOf(" : '", StringComparison.Ordinal);
        return (path < 0 ? exception.Message : exception.Message[..path]).TrimEnd('.');
    }
}
