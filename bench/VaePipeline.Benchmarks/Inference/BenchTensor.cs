using Microsoft.ML.OnnxRuntime;

namespace VaePipeline.Benchmarks.Inference;

/// <summary>An input or output of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="RowShape">Its shape less the batch axis.</param>
internal sealed record BenchTensor(string Name, IReadOnlyList<int> RowShape)
{
    /// <summary>Numbers in one row.</summary>
    public int Length { get; } = RowShape.Aggregate(1, (product, size) => product * size);

    /// <summary>The shape of a batch.</summary>
    public long[] ShapeOf(int rows) => [rows, .. RowShape.Select(size => (long)size)];

    /// <summary>The tensor of that name.</summary>
    public static BenchTensor Of(string name, IReadOnlyDictionary<string, NodeMetadata> metadata) => new(name, metadata[name].Dimensions[1..]);
}
