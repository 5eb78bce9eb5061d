using System.Collections.Concurrent;

namespace Microsoft.ML.Data;

/// <summary>The arrays of one column; <see cref="Copy"/> tells how a value leaves them.</summary>
internal abstract class BlockColumn<T> : BlockColumn
{
    private readonly ConcurrentBag<T[]> _spare = [];

    public override BlockColumnWriter CreateWriter(Delegate getter) => new Writer(this, (ValueGetter<T>)getter);

    public override BlockColumnReader CreateReader() => new Reader(this);

    protected abstract void Copy(in T source, ref T destination);

    private sealed class Writer(BlockColumn<T> column, ValueGetter<T> getter) : BlockColumnWriter
    {
        private T[] _values = [];
        private int _count;

        public override void Append()
        {
            if (_values.Length == 0 && column._spare.TryTake(out T[]? spare))
                _values = spare;
            if (_count == _values.Length)
                Array.Resize(ref _values, Math.Max(4, 2 * _count));
            getter(ref _values[_count]);
            _count++;
        }

        public override Array Take()
        {
            T[] taken = _values;
            _values = [];
            _count = 0;
            return taken;
        }
    }

    private sealed class Reader : BlockColumnReader
    {
        private readonly BlockColumn<T> _column;
        private T[]? _values;
        private int _row;

        public Reader(BlockColumn<T> column)
        {
            _column = column;
            Getter = (ValueGetter<T>)Get;
        }

        public override Delegate Getter { get; }

        public override void Enter(Array values)
        {
            Leave();
            _values = (T[])values;
            _row = 0;
        }

        public override void MoveNext() => _row++;

        public override void Leave()
        {
            if (_values is not null)
                _column._spare.Add(_values);
            _values = null;
        }

        private void Get(ref T value)
        {
            if (_values is null)
                throw Errors.NoCurrentRow();
            _column.Copy(in _values[_row], ref value);
        }
    }
}
