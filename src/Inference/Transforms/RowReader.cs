using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>Reads the rows of a cursor into batches: one thread at a time, but not always the same.</summary>
internal sealed class RowReader
{
    private readonly ColumnSelection _selection;
    private readonly DataViewRowCursor _source;
    private readonly RowInput[] _inputs;
    private readonly (int Index, PassThroughColumn Column)[] _passThrough;
    private readonly ValueGetter<DataViewRowId> _idGetter;

    /// <summary>Takes the getters of everything that is active; reads nothing yet.</summary>
    /// <param name="selection">The columns that will be served.</param>
    /// <param name="source">The cursor; stays the caller's.</param>
    /// <exception cref="NotSupportedException">An active column holds values that cannot be kept.</exception>
    public RowReader(ColumnSelection selection, DataViewRowCursor source)
    {
        _selection = selection;
        _source = source;
        _inputs = selection.Binding.RowInputs(source);
        _passThrough = [.. selection.Binding.InputSchema
            .Where(column => selection.IsActive(column.Index))
            .Select(column => (column.Index, PassThroughColumn.Create(source, column)))];
        _idGetter = source.GetIdGetter();
    }

    /// <summary>Makes a batch for the rows of this reader.</summary>
    /// <param name="buffers">The model's inputs and outputs; stay the caller's.</param>
    public RowBatch NewBatch(SessionBuffers buffers)
    {
        var columns = new ColumnBuffer?[_selection.Binding.OutputSchema.Count];
        foreach ((int index, PassThroughColumn column) in _passThrough)
        {
            columns[index] = column.NewBuffer(buffers.Capacity);
        }

        for (int i = 0; i < buffers.Outputs.Count; i++)
        {
            int index = _selection.Binding.InputSchema.Count + i;
            columns[index] = _selection.IsActive(index) ? ColumnBuffer.Over(buffers.Outputs[i], _selection.Binding.OutputSchema[index].Type) : null;
        }

        return new RowBatch(buffers, columns);
    }

    /// <summary>Reads up to <paramref name="rows"/> rows in place of the batch's own.</summary>
    public void Read(RowBatch batch, int rows)
    {
        batch.Count = 0;
        try
        {
            while (batch.Count < rows && !batch.IsLast)
            {
                if (_source.MoveNext())
                {
                    ReadRow(batch, batch.Count);
                    batch.Count++;
                }
                else
                {
                    batch.IsLast = true;
                }
            }
        }
        catch (Exception failure)
        {
            batch.Fail(failure, served: batch.Count);
        }
    }

    private void ReadRow(RowBatch batch, int row)
    {
        batch.Positions[row] = _source.Position;
        batch.Batches[row] = _source.Batch;
        _idGetter(ref batch.Ids[row]);
        for (int i = 0; i < _inputs.Length; i++)
        {
            _inputs[i].Read(batch.Buffers.Inputs[i], row);
        }

        foreach ((int index, PassThroughColumn column) in _passThrough)
        {
            column.Read(batch.Column(index)!, row); // The batch was made for the same columns.
        }
    }
}
