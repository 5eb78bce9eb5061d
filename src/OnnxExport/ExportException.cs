namespace VaePipeline.OnnxExport;

/// <summary>
/// A module cannot be written as an ONNX graph: no translator, a setting that its translator does not cover,
/// shapes that do not fit, or a graph that computes something else. The message names the module's path.
/// </summary>
public class ExportException : InvalidOperationException
{
    /// <summary>Without a message.</summary>
    public ExportException()
    {
    }

    /// <summary>With a message.</summary>
    /// <param name="message"><c>path (type): found; expected. What to do.</c></param>
    public ExportException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and what caused it.</summary>
    /// <param name="message"><c>path (type): found; expected. What to do.</c></param>
    /// <param name="innerException">The cause.</param>
    public ExportException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
