namespace Microsoft.ML.Data;

/// <summary>Serves rows of a cache as soon as they are there.</summary>
internal sealed class CacheCursor : RootCursorBase
{
    private readonly CacheDataView _view;
    private readonly CacheOrder _order;
    private readonly Delegate?[] _getters;
    private long _batch = -1;
    private long _row;
    private long _end;
    private long _available;
    private int _slot = -1;

    public CacheCursor(CacheDataView view, bool[] active, CacheOrder order)
        : base(view.Host)
    {
        _view = view;
        _order = order;
        _getters = [.. view.Schema.Select(column => active[column.Index] ? view.CreateGetter(column, Slot) : null)];
    }

    public override long Batch => Math.Max(_batch, 0);

    public override DataViewSchema Schema => _view.Schema;

    public override bool IsColumnActive(DataViewSchema.Column column) => _getters[column.Index] is not null;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)Slot(), 0);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => RowGetters.Cast<TValue>(_getters[column.Index], column);

    protected override bool MoveNextCore()
    {
        _slot = -1;
        _row++;
        if (_batch < 0 || _row >= _end)
        {
            _batch = _order.TakeBlock();
            (_row, _end) = _order.RowsOf(_batch);
        }

        if (_row >= _end)
            return false;
        if (_row >= _available)
            _available = _order.WaitFor(_row);
        if (_row >= _available)
            return false;
        _slot = _order.SlotOf(_row);
        return true;
    }

    private int Slot() => _slot >= 0 ? _slot : throw Errors.NoCurrentRow();
}
