using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>Serves rows one by one out of batches. The first batches are small, so that a reader who wants one row pays for one.</summary>
internal sealed class BatchedRowCursor : DataViewRowCursor
{
    private const int Growth = 8;
    private const int NotOnARow = -1;

    private readonly SchemaBinding _binding;
    private readonly DataViewRowCursor _source;
    private readonly bool[] _active;
    private readonly SessionPool _pool;
#pragma warning disable CA2213 // Rented: goes back to the pool.
    private readonly SessionBuffers _buffers;
#pragma warning restore CA2213
    private readonly RowBatch _batch;
    private int _row = NotOnARow;
    private int _served;
    private int _nextSize = 1;
    private bool _disposed;

    /// <summary>Owns <paramref name="source"/> from now on, unless this throws.</summary>
    /// <exception cref="NotSupportedException">An active column holds values that cannot be kept.</exception>
    public BatchedRowCursor(SchemaBinding binding, DataViewRowCursor source, bool[] active, SessionPool pool)
    {
        _binding = binding;
        _source = source;
        _active = active;
        _pool = pool;
        _buffers = pool.Rent();
        try
        {
            _batch = new RowBatch(binding, source, active, _buffers);
        }
        catch
        {
            pool.Return(_buffers);
            throw;
        }
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema => _binding.OutputSchema;

    /// <summary>The position of the row served, not of the row read: -1 before the first and after the last.</summary>
    public override long Position => _row == NotOnARow ? -1 : _batch.Position(_row);

    /// <summary>The batch number of the row served, or 0 where there is none.</summary>
    public override long Batch => _row == NotOnARow ? 0 : _batch.Batch(_row);

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => _active[_binding.Index(column)];

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = _batch.Id(Row());

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _batch.Column(_binding.Index(column)) switch
    {
        ColumnBuffer<TValue> values => (ref TValue value) => values.Get(Row(), ref value),
        null => throw ColumnFaults.Inactive(column),
        _ => throw ColumnFaults.WrongType(column, typeof(TValue)),
    };

    /// <summary>Moves to the next row, reading and running a batch where the last one is used up.</summary>
    public override bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_served == _batch.Count)
        {
            _row = NotOnARow;
            _batch.Failure?.Throw();
            if (_batch.IsLast)
            {
                return false;
            }

            _served = 0;
            _batch.Read(_nextSize);
            _nextSize = Math.Min(_nextSize * Growth, _buffers.Capacity);
            if (_batch.Count == 0)
            {
                _batch.Failure?.Throw();
                return false;
            }
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
            _source.Dispose();
            _pool.Return(_buffers);
        }

        base.Dispose(disposing);
    }

    private int Row() => _row != NotOnARow ? _row : throw new InvalidOperationException(
        "cursor: not on a row; expected a call of MoveNext that returned true. Move the cursor before reading a value.");
}
