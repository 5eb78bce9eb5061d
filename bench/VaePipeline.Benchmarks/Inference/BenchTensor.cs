using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaePipeline.Benchmarks.Inference;

/// <summary>An input or output of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="RowShape">Its shape less the batch axis.</param>
/// <param name="IsBytes">Whether its elements are uint8, not float32.</param>
internal sealed record BenchTensor(string Name, IReadOnlyList<int> RowShape, bool IsBytes = false)
{
    /// <summary>Numbers in one row.</summary>
    public int Length { get; } = RowShape.Aggregate(1, (product, size) => product * size);

    /// <summary>The shape of a batch.</summary>
    public long[] ShapeOf(int rows) => [rows, .. RowShape.Select(size => (long)size)];

    /// <summary>New memory for a batch; it is freed with the value.</summary>
    public OrtValue NewBatch(int rows) => IsBytes
        ? OrtValue.CreateTensorValueFromMemory(new byte[rows * Length], ShapeOf(rows))
        : OrtValue.CreateTensorValueFromMemory(new float[rows * Length], ShapeOf(rows));

    /// <summary>The tensor of that name.</summary>
    public static BenchTensor Of(string name, IReadOnlyDictionary<string, NodeMetadata> metadata) =>
        new(name, metadata[name].Dimensions[1..], metadata[name].ElementDataType == TensorElementType.UInt8);
}
