namespace VaePipeline.OnnxExport;

/// <summary>What was written, and how well it agrees with the module.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal digits.</param>
/// <param name="OutputShape">Shape of the output.</param>
/// <param name="LargestDifference">The largest |file - module| / max(1, |module|) of all elements compared; at most 1e-5.</param>
/// <param name="Forms">The layers that have more than one form, and which they got.</param>
public sealed record OnnxExportReport(
    string Path, long Bytes, string Sha256, BatchShape OutputShape, double LargestDifference, IReadOnlyList<LayerForm> Forms);
