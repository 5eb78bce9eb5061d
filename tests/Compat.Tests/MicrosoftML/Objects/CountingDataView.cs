using System.Diagnostics.CodeAnalysis;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Compat.Tests.MicrosoftML.Objects;

/// <summary>A view as other assemblies write them: one Int32 column with the row's number, a call for each value that is read.</summary>
internal sealed class CountingDataView : IDataView
{
    private readonly int _rows;
    private readonly Action _onRead;

    public CountingDataView(int rows, Action? onRead = null)
    {
        _rows = rows;
        _onRead = onRead ?? (() => { });
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Number", NumberDataViewType.Int32);
        Schema = builder.ToSchema();
    }

    public int Cursors { get; private set; }

    public int Disposed { get; private set; }

    public int FailAt { get; init; } = -1;

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        Cursors++;
        return new Cursor(this, columnsNeeded.Any());
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes it.")]
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(CountingDataView view, bool active) : DataViewRowCursor
    {
        private int _row = -1;

        public override long Position => _row;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => active;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_row, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => (ValueGetter<TValue>)(Delegate)(ValueGetter<int>)((ref int value) =>
        {
            view._onRead();
            value = _row;
        });

        public override bool MoveNext()
        {
            if (_row + 1 == view.FailAt)
                throw new InvalidDataException("source failed");
            if (_row + 1 >= view._rows)
            {
                _row = -1;
                return false;
            }

            _row++;
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            view.Disposed++;
            base.Dispose(disposing);
        }
    }
}
