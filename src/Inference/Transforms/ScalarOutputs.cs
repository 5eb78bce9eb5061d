using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>The rows of a model's output that has one number a row.</summary>
internal sealed class ScalarOutputs<T>(TensorBuffer<T> output) : ColumnBuffer<T>
    where T : unmanaged
{
    public override void Get(int row, ref T value) => value = output.Row(row)[0];
}
