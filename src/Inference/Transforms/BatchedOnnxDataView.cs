using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>Data with a model's outputs as further columns.</summary>
internal sealed class BatchedOnnxDataView(SchemaBinding binding, IDataView source, SessionPool pool) : IDataView
{
    /// <inheritdoc/>
    public DataViewSchema Schema => binding.OutputSchema;

    /// <summary>As the source can: rows are shuffled there, then batched.</summary>
    public bool CanShuffle => source.CanShuffle;

    /// <inheritdoc/>
    public long? GetRowCount() => source.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var selection = new ColumnSelection(binding, columnsNeeded);
        return Over(source.GetRowCursor(selection.Dependencies, rand), selection, binding.Spec.Options.WorkerCount);
    }

    /// <summary>
    /// One cursor over each of the source's: the source decides how many there are and which rows each has. Several
    /// work on their readers' threads, of which there are as many.
    /// </summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var selection = new ColumnSelection(binding, columnsNeeded);
        DataViewRowCursor[] cursors = source.GetRowCursorSet(selection.Dependencies, n, rand);
        int workers = cursors.Length > 1 ? 1 : binding.Spec.Options.WorkerCount;
        try
        {
            for (int i = 0; i < cursors.Length; i++)
            {
                cursors[i] = Over(cursors[i], selection, workers);
            }
        }
        catch
        {
            // Those wrapped already and those not yet: each disposes what is below it, and twice is harmless.
            foreach (DataViewRowCursor cursor in cursors)
            {
                cursor.Dispose();
            }

            throw;
        }

        return cursors;
    }

    private DataViewRowCursor Over(DataViewRowCursor cursor, ColumnSelection selection, int workers)
    {
        try
        {
            return selection.NeedsModel ? new BatchedRowCursor(selection, cursor, pool, workers) : new PassThroughCursor(selection, cursor);
        }
        catch
        {
            cursor.Dispose();
            throw;
        }
    }
}
