using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A view over another, whose cursors may be worked out by several threads.</summary>
internal abstract class TransformBase(IHost host, IDataView source) : IDataView
{
    public IDataView Source { get; } = source;

    public abstract DataViewSchema Schema { get; }

    public virtual bool CanShuffle => Source.CanShuffle;

    protected IHost Host { get; } = host;

    public abstract long? GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = ColumnSelection.Flags(columnsNeeded, Schema);
        Random? random = CanShuffle ? rand : null;
        if (ShouldUseParallelCursors(active) && Schema.Where(column => active[column.Index]).All(column => column.Type.IsCacheable()))
            return Consolidator.Consolidate(Host, GetRowCursorSet(columnsNeeded, Parallelism.ThreadCount, random));
        return GetRowCursorCore(active, random);
    }

    public abstract DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null);

    /// <summary>Whether a single cursor is to be fed by a cursor set: false where there is no work to share out.</summary>
    protected abstract bool ShouldUseParallelCursors(bool[] active);

    protected abstract DataViewRowCursor GetRowCursorCore(bool[] active, Random? rand);
}
