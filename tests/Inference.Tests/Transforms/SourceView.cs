using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Inference.Tests.Transforms;

/// <summary>Rows made on demand, and a record of how they were read. Row n has batch number n / 5 and id (n, 1000 + n).</summary>
internal sealed class SourceView : IDataView
{
    private readonly int _rows;
    private readonly SourceColumn[] _columns;
    private int _rowsRead;
    private int _cursorsOpen;
    private int _cursorsMade;
    private int _movesAfterDispose;

    public SourceView(int rows, params SourceColumn[] columns)
    {
        _rows = rows;
        _columns = columns;
        var builder = new DataViewSchema.Builder();
        foreach (SourceColumn column in columns)
        {
            builder.AddColumn(column.Name, column.Type);
        }

        Schema = builder.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => true;

    public int FailAtRow { get; init; } = -1;

    public bool FailAtCursor { get; init; }

    /// <summary>How often a cursor was moved that had been disposed.</summary>
    public int MovesAfterDispose => _movesAfterDispose;

    public int RowsRead => _rowsRead;

    public int CursorsOpen => _cursorsOpen;

    public int CursorsMade => _cursorsMade;

    public Random? LastRandom { get; private set; }

    public IReadOnlyList<string> LastColumns { get; private set; } = [];

    /// <summary>Asserts that all cursors are disposed, or will be soon: some of ML.NET's readers do that on a thread of their own.</summary>
    public void AssertClosed() => Assert.True(SpinWait.SpinUntil(() => _cursorsOpen == 0, TimeSpan.FromSeconds(30)), "cursors of the source are open");

    public long? GetRowCount() => _rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => Make(columnsNeeded, rand, 0, 1);

    /// <summary>Cursor k of n has the rows whose batch number is k modulo n.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [.. Enumerable.Range(0, n).Select(part => Make(columnsNeeded, rand, part, n))];

    private Cursor Make(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand, int part, int parts)
    {
        if (FailAtCursor)
        {
            throw new InvalidDataException("no cursor");
        }

        LastRandom = rand;
        LastColumns = [.. columnsNeeded.Select(column => column.Name)];
        Interlocked.Increment(ref _cursorsOpen);
        Interlocked.Increment(ref _cursorsMade);
        return new Cursor(this, part, parts);
    }

    private sealed class Cursor(SourceView view, int part, int parts) : DataViewRowCursor
    {
        private readonly HashSet<string> _active = [.. view.LastColumns];
        private long _row = -1;
        private long _position = -1;
        private bool _disposed;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _position;

        public override long Batch => _row / 5;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Name);

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId value) => value = new DataViewRowId((ulong)_row, (ulong)_row + 1000);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Assert.True(IsColumnActive(column), $"{column.Name} was not asked for");
            return (ValueGetter<TValue>)view._columns[column.Index].Getter(() => _row);
        }

        public override bool MoveNext()
        {
            if (_disposed)
            {
                Interlocked.Increment(ref view._movesAfterDispose);
            }

            do
            {
                _row++;
            }
            while (_row / 5 % parts != part);

            if (_row == view.FailAtRow)
            {
                throw new InvalidDataException($"row {_row} is bad");
            }

            bool isRow = _row < view._rows;
            if (isRow)
            {
                Interlocked.Increment(ref view._rowsRead);
            }

            _position = isRow ? _position + 1 : -1;
            return isRow;
        }

        protected override void Dispose(bool disposing)
        {
            if (!_disposed)
            {
                _disposed = true;
                Interlocked.Decrement(ref view._cursorsOpen);
            }

            base.Dispose(disposing);
        }
    }
}
