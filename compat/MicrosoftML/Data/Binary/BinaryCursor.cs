using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Reads the active columns of a binary data view, a block at a time.</summary>
internal sealed class BinaryCursor : RootCursorBase
{
    private readonly BinaryView _view;
    private readonly Stream _file;
    private readonly BinaryColumnReader?[] _readers;
    private readonly int _rowsPerBlock;
    private int _block = -1;
    private int _row = -1;
    private int _rowsInBlock;

    /// <param name="provider">The channels' maker.</param>
    /// <param name="view">The file's tables.</param>
    /// <param name="file">The cursor's, from now on.</param>
    /// <param name="active">Which columns are read.</param>
    public BinaryCursor(IChannelProvider provider, BinaryView view, Stream file, bool[] active)
        : base(provider)
    {
        _view = view;
        _file = file;
        _readers = [.. view.Columns.Select((column, i) => active[i] ? BinaryColumnReader.Create(column, RowInBlock) : null)];
        // All columns of a file have blocks of as many rows.
        _rowsPerBlock = view.Columns.Select(column => column.RowsPerBlock).FirstOrDefault(1);
    }

    public override long Batch => 0;

    public override DataViewSchema Schema => _view.Schema;

    public override bool IsColumnActive(DataViewSchema.Column column) => _readers[column.Index] is not null;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
        value = new DataViewRowId((ulong)((long)_block * _rowsPerBlock) + (ulong)RowInBlock(), 0);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => RowGetters.Cast<TValue>(_readers[column.Index]?.Getter, column);

    protected override bool MoveNextCore()
    {
        if (++_row < _rowsInBlock)
            return true;
        long start = (long)(_block + 1) * _rowsPerBlock;
        if (start >= _view.RowCount)
            return false;
        _block++;
        _row = 0;
        _rowsInBlock = (int)Math.Min(_rowsPerBlock, _view.RowCount - start);
        foreach (BinaryColumnReader? reader in _readers)
            reader?.ReadBlock(_file, _block, _rowsInBlock);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Dispose();
        base.Dispose(disposing);
    }

    private int RowInBlock() => IsOnRow ? _row : throw Errors.NoCurrentRow();
}
