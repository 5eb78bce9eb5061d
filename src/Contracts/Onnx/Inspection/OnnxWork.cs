namespace VaePipeline.Contracts.Onnx.Inspection;

/// <summary>
/// What the matrix products and convolutions of a graph compute: two floating-point operations (or integer ones, in
/// quantized graphs) for each multiply-add, those with zeros and with padding included. Biases, functions of single
/// elements, pooling and the moving of data count nothing.
/// </summary>
/// <param name="Flops">Operations for one item of the batch.</param>
/// <param name="Counted">The operators that were counted.</param>
/// <param name="Uncounted">Operators that would count, but whose shapes the file does not tell and do not follow from those that it tells.</param>
public sealed record OnnxWork(long Flops, IReadOnlyList<OnnxOperatorCount> Counted, IReadOnlyList<OnnxOperatorCount> Uncounted);
