using Microsoft.ML;

namespace VaePipeline.Inference.Transforms;

/// <summary>Values that can be copied by assignment: numbers, keys, times, text (which nobody changes).</summary>
internal sealed class KeptScalars<T>(DataViewRow source, DataViewSchema.Column column, int capacity) : ColumnBuffer<T>
{
    private readonly ValueGetter<T> _getter = source.GetGetter<T>(column);
    private readonly T[] _values = new T[capacity];

    public override void Keep(int row) => _getter(ref _values[row]);

    public override void Get(int row, ref T value) => value = _values[row];
}
