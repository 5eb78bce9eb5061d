using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A cursor whose rows are its input's, one for one.</summary>
internal abstract class SynchronizedCursorBase : DataViewRowCursor
{
    // Moving passes by the synchronized cursors between here and the root: a long chain costs nothing a row.
    private readonly DataViewRowCursor _root;
    private readonly IChannel _channel;
    private bool _disposed;

    protected SynchronizedCursorBase(IChannelProvider provider, DataViewRowCursor input)
    {
        _channel = provider.Start("Cursor");
        Input = input;
        _root = input is SynchronizedCursorBase synchronized ? synchronized._root : input;
    }

    public sealed override long Position => _root.Position;

    public sealed override long Batch => _root.Batch;

    protected DataViewRowCursor Input { get; }

    public sealed override bool MoveNext() => _root.MoveNext();

    public sealed override ValueGetter<DataViewRowId> GetIdGetter() => Input.GetIdGetter();

    protected override void Dispose(bool disposing)
    {
        if (_disposed)
            return;
        _disposed = true;
        if (disposing)
        {
            Input.Dispose();
            _channel.Dispose();
        }

        base.Dispose(disposing);
    }
}
