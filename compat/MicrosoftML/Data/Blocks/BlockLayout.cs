namespace Microsoft.ML.Data;

/// <summary>The active columns of a cursor as columns of a block; the last one holds the row identities.</summary>
internal sealed class BlockLayout
{
    private readonly int[] _placeOf;
    private readonly DataViewSchema.Column[] _columns;
    private readonly BlockColumn[] _buffers;

    public BlockLayout(DataViewRow row)
    {
        Schema = row.Schema;
        _columns = [.. Schema.Where(row.IsColumnActive)];
        _placeOf = [.. Schema.Select(column => Array.FindIndex(_columns, active => active.Index == column.Index))];
        _buffers = [.. _columns.Select(column => BlockColumn.Create(column.Type)), BlockColumn.Create(RowIdDataViewType.Instance)];
    }

    public DataViewSchema Schema { get; }

    public int IdPlace => _columns.Length;

    /// <summary>Where a column stands in a block; -1 if it is not active.</summary>
    public int PlaceOf(DataViewSchema.Column column) => _placeOf[column.Index];

    public BlockColumnWriter[] CreateWriters(DataViewRow row) =>
        [.. _columns.Select((column, i) => _buffers[i].CreateWriter(RowGetters.AsDelegate(row, column))), _buffers[IdPlace].CreateWriter(row.GetIdGetter())];

    public BlockColumnReader[] CreateReaders() => Array.ConvertAll(_buffers, buffer => buffer.CreateReader());
}
