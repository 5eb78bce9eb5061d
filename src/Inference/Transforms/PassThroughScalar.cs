using Microsoft.ML;

namespace VaePipeline.Inference.Transforms;

/// <summary>Values that can be copied by assignment: numbers, keys, times, text (which nobody changes).</summary>
internal sealed class PassThroughScalar<T>(DataViewRow source, DataViewSchema.Column column) : PassThroughColumn
{
    private readonly ValueGetter<T> _getter = source.GetGetter<T>(column);

    public override ColumnBuffer NewBuffer(int capacity) => new Buffer(capacity);

    public override void Read(ColumnBuffer buffer, int row) => _getter(ref ((Buffer)buffer).Values[row]);

    private sealed class Buffer(int capacity) : ColumnBuffer<T>
    {
        public T[] Values { get; } = new T[capacity];

        public override void Get(int row, ref T value) => value = Values[row];
    }
}
