using Microsoft.ML;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>Reads a scalar column into a tensor that has one element a row.</summary>
internal sealed class ScalarInputReader<T>(DataViewRow source, DataViewSchema.Column column, TensorBuffer<T> input) : InputReader
    where T : unmanaged
{
    private readonly ValueGetter<T> _getter = source.GetGetter<T>(column);

    public override void Read(int row) => _getter(ref input.Row(row)[0]);
}
