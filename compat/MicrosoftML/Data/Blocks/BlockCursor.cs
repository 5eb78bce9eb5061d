using System.Collections.Concurrent;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Serves the rows of the blocks that other threads put into a queue; null in it ends the rows.</summary>
internal sealed class BlockCursor : RootCursorBase
{
    private readonly BlockLayout _layout;
    private readonly BlockColumnReader[] _readers;
    private readonly BlockingCollection<RowBlock?> _blocks;
    private readonly Action _quit;
    private readonly Func<Exception, Exception> _wrap;
    private long _batch = -1;
    private int _remaining;
    private bool _disposed;

    /// <param name="provider">Opens the cursor's channel.</param>
    /// <param name="layout">The columns of the blocks.</param>
    /// <param name="blocks">The queue; it may feed several cursors.</param>
    /// <param name="quit">Called once, when no more is taken from the queue.</param>
    /// <param name="wrap">Makes the exception to throw of a worker's.</param>
    public BlockCursor(IChannelProvider provider, BlockLayout layout, BlockingCollection<RowBlock?> blocks, Action quit, Func<Exception, Exception>? wrap = null)
        : base(provider)
    {
        _layout = layout;
        _readers = layout.CreateReaders();
        _blocks = blocks;
        _quit = quit;
        _wrap = wrap ?? (failure => new InvalidOperationException("Splitter/consolidator worker encountered exception while consuming source data", failure));
    }

    public override DataViewSchema Schema => _layout.Schema;

    public override long Batch => _batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => _layout.PlaceOf(column) >= 0;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ValueGetter<DataViewRowId>)_readers[_layout.IdPlace].Getter;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        int place = _layout.PlaceOf(column);
        return RowGetters.Cast<TValue>(place < 0 ? null : _readers[place].Getter, column);
    }

    protected override bool MoveNextCore()
    {
        if (--_remaining > 0)
        {
            foreach (BlockColumnReader reader in _readers)
                reader.MoveNext();
            return true;
        }

        RowBlock? block = _blocks.Take();
        if (block is null)
            return false;
        if (block.Failure is not null)
            throw _wrap(block.Failure);
        _batch = block.Batch;
        _remaining = block.Count;
        for (int i = 0; i < _readers.Length; i++)
            _readers[i].Enter(block.Columns[i]);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (_disposed)
            return;
        _disposed = true;
        if (disposing)
        {
            foreach (BlockColumnReader reader in _readers)
                reader.Leave();
            _quit();
        }

        base.Dispose(disposing);
    }
}
