using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// Keeps columns in memory from their first use on. A background thread reads the columns that a cursor needs and that are not
/// there yet, with one cursor over the source; other cursors follow it row by row.
/// </summary>
internal sealed class CacheDataView : IDataView
{
    private readonly IHost _host;
    private readonly IDataView _source;
    private readonly ColumnStore[] _stores;
    private readonly CacheFill?[] _fills;
    private readonly Lock _lock = new();
    private CacheFill? _anyFill;
    private long _rowCount;

    /// <param name="environment">Opens channels.</param>
    /// <param name="source">Read once for each column at most.</param>
    /// <param name="prefetch">Indices of columns of <paramref name="source"/> to read at once.</param>
    public CacheDataView(IHostEnvironment environment, IDataView source, IReadOnlyCollection<int> prefetch)
    {
        _host = environment.Register("Cache");
        foreach (DataViewSchema.Column column in prefetch.Select(index => source.Schema[index]).Where(column => !column.Type.IsCacheable()))
            throw new InvalidOperationException($"Asked to prefetch column '{column.Name}' into cache, but it is of unhandled type '{column.Type}'");
        _source = CacheableColumns.Of(_host, source);
        _rowCount = _source.GetRowCount() ?? -1;
        _stores = [.. Schema.Select(column => ColumnStore.Create(column.Type))];
        _fills = new CacheFill?[Schema.Count];
        if (prefetch.Count > 0)
            FillsFor([.. prefetch.Select(index => Schema[source.Schema[index].Name])]);
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _source.Schema;

    internal IHost Host => _host;

    public long? GetRowCount()
    {
        long count = Interlocked.Read(ref _rowCount);
        return count < 0 ? null : count;
    }

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = ColumnSelection.Flags(columnsNeeded, Schema);
        CacheFill[] fills = FillsFor(active);
        return new CacheCursor(this, active, new CacheOrder(fills, Permutation(fills, rand), blocks: false));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        bool[] active = ColumnSelection.Flags(columnsNeeded, Schema);
        int count = n > 0 ? Math.Min(n, 2 * Parallelism.ThreadCount) : Parallelism.ThreadCount;
        CacheFill[] fills = FillsFor(active);
        var order = new CacheOrder(fills, Permutation(fills, rand), blocks: count > 1);
        var cursors = new DataViewRowCursor[count];
        for (int i = 0; i < count; i++)
            cursors[i] = new CacheCursor(this, active, order);
        return cursors;
    }

    internal Delegate CreateGetter(DataViewSchema.Column column, Func<int> slot) => _stores[column.Index].CreateGetter(slot);

    private CacheFill[] FillsFor(bool[] active) => FillsFor([.. Schema.Where(column => active[column.Index])]);

    private CacheFill[] FillsFor(DataViewSchema.Column[] columns)
    {
        lock (_lock)
        {
            DataViewSchema.Column[] missing = [.. columns.Where(column => _fills[column.Index] is null)];
            if (missing.Length > 0 || _anyFill is null)
                StartFill(missing);
            // Without columns the rows are counted by whichever reading there is.
            return columns.Length == 0 ? [_anyFill!] /* StartFill set it */ : [.. columns.Select(column => _fills[column.Index]!).Distinct()];
        }
    }

    private void StartFill(DataViewSchema.Column[] columns)
    {
        var fill = new CacheFill();
        DataViewRowCursor cursor = _source.GetRowCursor(columns);
        Action<int>[] writers = [.. columns.Select(column => _stores[column.Index].CreateWriter(RowGetters.AsDelegate(cursor, column)))];
        foreach (DataViewSchema.Column column in columns)
            _fills[column.Index] = fill;
        _anyFill = fill;
        Parallelism.Run("Cache filler", () => Fill(cursor, writers, fill));
    }

    private void Fill(DataViewRowCursor cursor, Action<int>[] writers, CacheFill fill)
    {
        try
        {
            using (cursor)
            {
                int row = 0;
                for (; cursor.MoveNext(); row++)
                {
                    foreach (Action<int> writer in writers)
                        writer(row);
                    fill.AddRow();
                }

                Interlocked.CompareExchange(ref _rowCount, row, -1);
            }

            fill.End(null);
        }
#pragma warning disable CA1031 // The cursors that wait for the rows throw it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            fill.End(exception);
        }
    }

    private static int[]? Permutation(CacheFill[] fills, Random? rand)
    {
        if (rand is null)
            return null;
        int[] rows = [.. Enumerable.Range(0, (int)fills[0].WaitFor(long.MaxValue))];
        rand.Shuffle(rows);
        return rows;
    }
}
