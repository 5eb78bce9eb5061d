using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A view over a user's objects, enumerated anew by each cursor.</summary>
internal sealed class EnumerableDataView<TRow> : IDataView
    where TRow : class
{
    private readonly IHost _host;
    private readonly IEnumerable<TRow> _rows;
    private readonly RowMember[] _members;

    public EnumerableDataView(IHostEnvironment environment, IEnumerable<TRow> rows, SchemaDefinition? definition)
    {
        _host = environment.Register("StreamingDataView");
        _rows = rows;
        _members = RowMember.Create(typeof(TRow), definition, SchemaDefinition.Direction.Read);
        Schema = RowMember.ToSchema(_members);
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => (_rows as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, ColumnSelection.Flags(columnsNeeded, Schema));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : RootCursorBase
    {
        private readonly EnumerableDataView<TRow> _view;
        private readonly IEnumerator<TRow> _rows;
        private readonly Delegate?[] _getters;
        private TRow? _current;

        public Cursor(EnumerableDataView<TRow> view, bool[] active)
            : base(view._host)
        {
            _view = view;
            _rows = view._rows.GetEnumerator();
            Func<TRow> current = () => _current ?? throw Errors.NoCurrentRow();
            _getters = [.. view._members.Select((member, i) => active[i] ? ObjectGetters.FromMember(member, current) : null)];
        }

        public override long Batch => 0;

        public override DataViewSchema Schema => _view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => _getters[column.Index] is not null;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
            value = IsOnRow ? new DataViewRowId((ulong)Position, 0) : throw Errors.NoCurrentRow();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => RowGetters.Cast<TValue>(_getters[column.Index], column);

        protected override bool MoveNextCore()
        {
            _current = null;
            if (!_rows.MoveNext())
                return false;
            _current = _rows.Current
                ?? throw new InvalidOperationException(Errors.Invariant($"Encountered null when iterating over data, at row {Position + 1}; this is not supported. Leave null out."));
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _rows.Dispose();
            base.Dispose(disposing);
        }
    }
}
