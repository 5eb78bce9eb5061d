using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>
/// Rows read ahead from a cursor, with everything of them that will be served: position, batch number, id, the active
/// columns, and the model's outputs.
/// </summary>
internal sealed class RowBatch
{
    private readonly DataViewRowCursor _source;
    private readonly SessionBuffers _buffers;
    private readonly InputReader[] _inputs;
    private readonly ColumnBuffer?[] _columns;
    private readonly ColumnBuffer[] _kept;
    private readonly ValueGetter<DataViewRowId> _idGetter;
    private readonly long[] _positions;
    private readonly long[] _batches;
    private readonly DataViewRowId[] _ids;

    /// <summary>Takes the getters of everything that is active; reads nothing yet.</summary>
    /// <param name="binding">The model's columns in the source.</param>
    /// <param name="source">The cursor; stays the caller's.</param>
    /// <param name="active">The columns that will be served.</param>
    /// <param name="buffers">The model's inputs and outputs; stay the caller's.</param>
    /// <exception cref="NotSupportedException">An active column holds values that cannot be kept.</exception>
    public RowBatch(SchemaBinding binding, DataViewRowCursor source, bool[] active, SessionBuffers buffers)
    {
        _source = source;
        _buffers = buffers;
        _inputs = [.. binding.Inputs.Select((column, i) => InputReader.Create(source, column, buffers.Inputs[i]))];
        _columns = [.. active.Select((isActive, index) => !isActive ? null
            : binding.IsOutput(index) ? ColumnBuffer.Over(buffers.Outputs[index - binding.InputSchema.Count])
            : ColumnBuffer.Keeping(source, binding.InputSchema[index], buffers.Capacity))];
        _kept = [.. _columns.Take(binding.InputSchema.Count).OfType<ColumnBuffer>()];
        _idGetter = source.GetIdGetter();
        _positions = new long[buffers.Capacity];
        _batches = new long[buffers.Capacity];
        _ids = new DataViewRowId[buffers.Capacity];
    }

    /// <summary>Rows that were read.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the source has no more rows.</summary>
    public bool IsLast { get; private set; }

    /// <summary>
    /// What the source or the model threw after the last row of this batch. The rows before it are good and are served
    /// first, as they would be without reading ahead.
    /// </summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>Reads up to <paramref name="rows"/> rows and runs the model on them.</summary>
    public void Read(int rows)
    {
        Count = 0;
        int count = 0;
        try
        {
            while (count < rows && ReadRow(count))
            {
                count++;
            }
        }
        catch (Exception failure)
        {
            Failure = ExceptionDispatchInfo.Capture(failure);
        }

        try
        {
            if (count > 0)
            {
                _buffers.Run(count);
                Count = count;
            }
        }
        catch (Exception failure)
        {
            Failure = ExceptionDispatchInfo.Capture(failure);
        }
    }

    /// <summary>The source's position of a row of this batch.</summary>
    public long Position(int row) => _positions[row];

    /// <summary>The source's batch number of a row of this batch.</summary>
    public long Batch(int row) => _batches[row];

    /// <summary>The source's id of a row of this batch.</summary>
    public DataViewRowId Id(int row) => _ids[row];

    /// <summary>The values of an active column, or <c>null</c> where it is not active.</summary>
    public ColumnBuffer? Column(int index) => _columns[index];

    private bool ReadRow(int row)
    {
        if (IsLast || !_source.MoveNext())
        {
            IsLast = true;
            return false;
        }

        _positions[row] = _source.Position;
        _batches[row] = _source.Batch;
        _idGetter(ref _ids[row]);
        foreach (InputReader input in _inputs)
        {
            input.Read(row);
        }

        foreach (ColumnBuffer column in _kept)
        {
            column.Keep(row);
        }

        return true;
    }
}
