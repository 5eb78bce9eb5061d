namespace VaePipeline.Contracts.Safetensors;

/// <summary>A tensor of a weight file.</summary>
/// <param name="Name">Key in the file, such as <c>encoder.0.weight</c>.</param>
/// <param name="Shape">Sizes, outermost first; empty for a scalar.</param>
/// <param name="Data">Values, row-major; as many as the product of <paramref name="Shape"/>.</param>
public sealed record NamedTensor(string Name, long[] Shape, float[] Data);
