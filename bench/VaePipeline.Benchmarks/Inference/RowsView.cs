using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Benchmarks.Inference;

/// <summary>
/// The rows of a model as data of one column, again and again up to a count: a source that costs one copy of a row.
/// It gives one cursor, as most sources do: lists, text files, databases.
/// </summary>
internal sealed class RowsView : IDataView
{
    private readonly BenchModel _model;
    private readonly long _count;

    /// <summary>Endless without a count.</summary>
    public RowsView(BenchModel model, long count = long.MaxValue)
    {
        _model = model;
        _count = count;
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(model.Input.Name, new VectorDataViewType(NumberDataViewType.Single, model.Input.Length));
        Schema = builder.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
#pragma warning disable CA2000 // The cursor goes to the caller inside the array, which the analyzer does not follow.
        return [GetRowCursor(columnsNeeded, rand)];
#pragma warning restore CA2000 // As above.
    }

    private sealed class Cursor(RowsView view) : DataViewRowCursor
    {
        private long _position = -1;
        private bool _ended;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ValueGetter<VBuffer<float>> getter = Copy;
            return (ValueGetter<TValue>)(Delegate)getter;
        }

        public override bool MoveNext()
        {
            _ended = _ended || _position + 1 == view._count;
            _position = _ended ? -1 : _position + 1;
            return !_ended;
        }

        private void Copy(ref VBuffer<float> value)
        {
            int length = view._model.Input.Length;
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, length);
            view._model.Rows.AsSpan((int)(_position % BenchModel.RowCount) * length, length).CopyTo(editor.Values);
            value = editor.Commit();
        }
    }
}
