using Microsoft.ML;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>Reads a scalar column into a tensor that has one element a row.</summary>
internal sealed class ScalarInputReader<T>(DataViewRow source, DataViewSchema.Column column) : InputReader
{
    private readonly ValueGetter<T> _getter = source.GetGetter<T>(column);

    public override void Read(TensorBuffer input, int row) => _getter(ref ((TensorBuffer<T>)input).Row(row)[0]);
}
