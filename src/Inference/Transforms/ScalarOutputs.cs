using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>The rows of a model's output that has one element a row.</summary>
internal sealed class ScalarOutputs<T>(TensorBuffer<T> output) : ColumnBuffer<T>
{
    public override void Get(int row, ref T value) => value = output.Row(row)[0];
}
