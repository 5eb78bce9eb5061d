using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Inference.Transforms;

/// <summary>Vectors, dense or sparse, of any length: each row's is filled in memory of its own and copied out.</summary>
internal sealed class PassThroughVector<T>(DataViewRow source, DataViewSchema.Column column) : PassThroughColumn
{
    private readonly ValueGetter<VBuffer<T>> _getter = source.GetGetter<VBuffer<T>>(column);

    public override ColumnBuffer NewBuffer(int capacity) => new Buffer(capacity);

    public override void Read(ColumnBuffer buffer, int row) => _getter(ref ((Buffer)buffer).Values[row]);

    private sealed class Buffer(int capacity) : ColumnBuffer<VBuffer<T>>
    {
        public VBuffer<T>[] Values { get; } = new VBuffer<T>[capacity];

        public override void Get(int row, ref VBuffer<T> value) => Values[row].CopyTo(ref value);
    }
}
