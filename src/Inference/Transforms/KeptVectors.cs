using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Inference.Transforms;

/// <summary>Vectors, dense or sparse, of any length: each row's is filled in memory of its own and copied out.</summary>
internal sealed class KeptVectors<T>(DataViewRow source, DataViewSchema.Column column, int capacity) : ColumnBuffer<VBuffer<T>>
{
    private readonly ValueGetter<VBuffer<T>> _getter = source.GetGetter<VBuffer<T>>(column);
    private readonly VBuffer<T>[] _values = new VBuffer<T>[capacity];

    public override void Keep(int row) => _getter(ref _values[row]);

    public override void Get(int row, ref VBuffer<T> value) => _values[row].CopyTo(ref value);
}
