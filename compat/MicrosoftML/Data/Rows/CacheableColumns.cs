using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A view without the columns whose values may not be buffered, such as images.</summary>
internal sealed class CacheableColumns : IDataView
{
    private readonly IHost _host;
    private readonly IDataView _source;
    private readonly DataViewSchema.Column[] _kept;

    private CacheableColumns(IHost host, IDataView source, DataViewSchema.Column[] kept)
    {
        _host = host;
        _source = source;
        _kept = kept;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(kept);
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => _source.CanShuffle;

    public DataViewSchema Schema { get; }

    /// <returns><paramref name="source"/> itself, where it has no other columns.</returns>
    public static IDataView Of(IHost host, IDataView source)
    {
        DataViewSchema.Column[] kept = [.. source.Schema.Where(column => column.Type.IsCacheable())];
        return kept.Length == source.Schema.Count ? source : new CacheableColumns(host, source, kept);
    }

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, _source.GetRowCursor(SourceColumns(columnsNeeded), rand));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        Array.ConvertAll(_source.GetRowCursorSet(SourceColumns(columnsNeeded), n, rand), input => (DataViewRowCursor)new Cursor(this, input));

    private DataViewSchema.Column[] SourceColumns(IEnumerable<DataViewSchema.Column> columns)
    {
        bool[] active = ColumnSelection.Flags(columns, Schema);
        return [.. _kept.Where((_, i) => active[i])];
    }

    private sealed class Cursor(CacheableColumns view, DataViewRowCursor input) : SynchronizedCursorBase(view._host, input)
    {
        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => Input.IsColumnActive(view._kept[column.Index]);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Input.GetGetter<TValue>(view._kept[column.Index]);
    }
}
