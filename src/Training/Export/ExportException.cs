namespace VaePipeline.Training.Export;

/// <summary>
/// A module cannot be written as an ONNX graph: no translator, a setting that its translator does not cover,
/// shapes that do not fit, or a graph that computes something else. The message names the module's path.
/// </summary>
internal class ExportException : InvalidOperationException
{
    public ExportException()
    {
    }

    /// <param name="message"><c>path (type): found; expected. What to do.</c></param>
    public ExportException(string message)
        : base(message)
    {
    }

    public ExportException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
