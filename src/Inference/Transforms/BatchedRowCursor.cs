using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>Serves rows one by one out of batches.</summary>
internal sealed class BatchedRowCursor : DataViewRowCursor
{
    private const int NotOnARow = -1;

    private readonly ColumnSelection _selection;
    private readonly DataViewRowCursor _source;
    private readonly ReadAhead _ahead;
    private RowBatch? _batch;
    private int _row = NotOnARow;
    private int _served;
    private bool _disposed;

    /// <summary>Owns <paramref name="source"/> from now on, unless this throws.</summary>
    /// <param name="selection">The columns that are served.</param>
    /// <param name="source">The rows.</param>
    /// <param name="pool">Lends buffers; stays the caller's.</param>
    /// <param name="workers">Threads that run the model at once.</param>
    /// <exception cref="NotSupportedException">An active column holds values that cannot be kept.</exception>
    public BatchedRowCursor(ColumnSelection selection, DataViewRowCursor source, SessionPool pool, int workers)
    {
        _selection = selection;
        _source = source;

        // A model with a fixed batch takes as long for one row as for a whole batch.
        _ahead = new ReadAhead(new RowReader(selection, source), pool, workers, rampUp: !pool.IsBatchFixed, selection.Binding.Spec.Options.Meter);
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema => _selection.Binding.OutputSchema;

    /// <summary>The position of the row served, not of the row read: -1 before the first and after the last.</summary>
    public override long Position => _row == NotOnARow ? -1 : Served.Positions[_row];

    /// <summary>The batch number of the row served, or 0 if there is none.</summary>
    public override long Batch => _row == NotOnARow ? 0 : Served.Batches[_row];

    private RowBatch Served => _row != NotOnARow && _batch is not null ? _batch : throw new InvalidOperationException(
        "cursor: not on a row; expected a call of MoveNext that returned true. Move the cursor before reading a value.");

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => _selection.IsActive(column);

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = Served.Ids[_row];

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        int index = _selection.Require(column);
        if (column.Type.RawType != typeof(TValue))
        {
            throw ColumnFaults.WrongType(column, typeof(TValue));
        }

        RowBatch? known = null;
        ColumnBuffer<TValue>? values = null;
        return (ref TValue value) =>
        {
            RowBatch served = Served;
            if (served != known || values is null)
            {
                values = (ColumnBuffer<TValue>)served.Column(index)!; // Active, so it is there.
                known = served;
            }

            values.Get(_row, ref value);
        };
    }

    /// <summary>Moves to the next row, which may have to be read and run first.</summary>
    public override bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        while (_batch is null || _served == _batch.Count)
        {
            _row = NotOnARow;
            if (_batch is { IsLast: true })
            {
                _batch.Failure?.Throw();
                return false;
            }

            if (_batch is not null)
            {
                _batch = null;
                _ahead.Release();
            }

            _served = 0;
            _batch = _ahead.Next();
        }

        _row = _served++;
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _row = NotOnARow;
            _ahead.Dispose();
            _source.Dispose();
        }

        base.Dispose(disposing);
    }
}
