namespace VaePipeline.OnnxExport.Graphs;

/// <summary>
/// A module cannot be written as an ONNX graph: no translator, a setting that its translator does not cover,
/// shapes that do not fit, or a graph that computes something else. The message names the module's path.
/// </summary>
/// <param name="message"><c>path (type): found; expected. What to do.</c></param>
/// <param name="innerException">The cause, if there is another exception.</param>
public class ExportException(string message, Exception? innerException = null) : InvalidOperationException(message, innerException);
