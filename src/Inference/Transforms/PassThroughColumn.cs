namespace VaePipeline.Inference.Transforms;

/// <summary>Reads one of the source's columns into buffers, where its values stay while further rows are read.</summary>
internal abstract class PassThroughColumn
{
    /// <summary>Takes the column's getter.</summary>
    /// <param name="source">A row or cursor in which the column is active.</param>
    /// <param name="column">The source's column.</param>
    /// <exception cref="NotSupportedException">The column holds values that cannot be kept.</exception>
    public static PassThroughColumn Create(DataViewRow source, DataViewSchema.Column column) => column.Type switch
    {
        VectorDataViewType { ItemType: PrimitiveDataViewType item } => ColumnFactory.Create<PassThroughColumn>(typeof(Vector<>), item.RawType, source, column),
        PrimitiveDataViewType scalar => ColumnFactory.Create<PassThroughColumn>(typeof(Scalar<>), scalar.RawType, source, column),
        _ => throw ColumnFaults.CannotBeKept(column),
    };

    /// <summary>Makes room for a batch's values of this column.</summary>
    /// <param name="capacity">Rows that fit.</param>
    public abstract ColumnBuffer NewBuffer(int capacity);

    /// <summary>Copies the value of the row on which the source stands.</summary>
    /// <param name="buffer">One that <see cref="NewBuffer"/> made.</param>
    /// <param name="row">Which row of the buffer to write.</param>
    public abstract void Read(ColumnBuffer buffer, int row);

    /// <summary>Values that can be copied by assignment: numbers, keys, times, text (which is never changed).</summary>
    private sealed class Scalar<T>(DataViewRow source, DataViewSchema.Column column) : PassThroughColumn
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

    /// <summary>Vectors, dense or sparse, of any length: each row's is filled in memory of its own and copied out.</summary>
    private sealed class Vector<T>(DataViewRow source, DataViewSchema.Column column) : PassThroughColumn
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
}
