using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Serves rows drawn from a pool; the input refills the slot that was served before.</summary>
internal sealed class ShuffleCursor : RootCursorBase
{
    private readonly DataViewRowCursor _input;
    private readonly Random _random;
    private readonly Action<int>[] _writers;
    private readonly Delegate?[] _getters;
    private readonly ValueGetter<DataViewRowId> _idGetter;

    // The slots that hold a row not yet served; the one being served stands behind them.
    private readonly int[] _slots;
    private int _waiting;
    private int _current = -1;
    private bool _inputEnded;

    public ShuffleCursor(IChannelProvider provider, DataViewRowCursor input, int poolSize, Random random)
        : base(provider)
    {
        _input = input;
        _random = random;
        _slots = [.. Enumerable.Range(0, poolSize)];
        var ids = ColumnStore.Create(RowIdDataViewType.Instance);
        _idGetter = (ValueGetter<DataViewRowId>)ids.CreateGetter(Slot);
        var writers = new List<Action<int>> { ids.CreateWriter(input.GetIdGetter()) };
        _getters = new Delegate?[input.Schema.Count];
        foreach (DataViewSchema.Column column in input.Schema.Where(input.IsColumnActive))
        {
            var store = ColumnStore.Create(column.Type);
            writers.Add(store.CreateWriter(RowGetters.AsDelegate(input, column)));
            _getters[column.Index] = store.CreateGetter(Slot);
        }

        _writers = [.. writers];
    }

    public override long Batch => 0;

    public override DataViewSchema Schema => _input.Schema;

    public override bool IsColumnActive(DataViewSchema.Column column) => _getters[column.Index] is not null;

    public override ValueGetter<DataViewRowId> GetIdGetter() => _idGetter;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => RowGetters.Cast<TValue>(_getters[column.Index], column);

    protected override bool MoveNextCore()
    {
        _current = -1;
        // Slots from _waiting on are free: at first all of them, then the one served last.
        while (!_inputEnded && _waiting < _slots.Length)
        {
            _inputEnded = !_input.MoveNext();
            if (_inputEnded)
                break;
            foreach (Action<int> writer in _writers)
                writer(_slots[_waiting]);
            _waiting++;
        }

        if (_waiting == 0)
            return false;
        int drawn = _random.Next(_waiting);
        _waiting--;
        (_slots[drawn], _slots[_waiting]) = (_slots[_waiting], _slots[drawn]);
        _current = _slots[_waiting];
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _input.Dispose();
        base.Dispose(disposing);
    }

    private int Slot() => _current >= 0 ? _current : throw Errors.NoCurrentRow();
}
