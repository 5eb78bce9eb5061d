namespace VaePipeline.Contracts.Onnx;

/// <summary>An input or output of a graph, as the file states it.</summary>
/// <param name="Name">Graph name, such as <c>latent</c>.</param>
/// <param name="ElementType">ONNX's name of the element type in the way of numpy, such as <c>float32</c>; <c>type 99</c> for one that is not known, <c>no tensor</c> for sequences and the like.</param>
/// <param name="Dimensions">One text a dimension: its size in digits, its symbolic name, or <c>?</c>; <see langword="null"/> where the file states no shape.</param>
public sealed record OnnxValue(string Name, string ElementType, IReadOnlyList<string>? Dimensions)
{
    /// <summary>The shape as errors show it, such as <c>[N, 2]</c>; <c>of any shape</c> where the file states none.</summary>
    public string Shape => Dimensions is null ? "of any shape" : $"[{string.Join(", ", Dimensions)}]";
}
