namespace VaePipeline.Inference.Transforms;

/// <summary>A schema without rows: what estimators that learn nothing can be fitted on. They make no cursor.</summary>
/// <param name="columns">Names and types of the columns.</param>
internal sealed class EmptyDataView(IEnumerable<(string Name, DataViewType Type)> columns) : IDataView
{
    /// <inheritdoc/>
    public DataViewSchema Schema { get; } = SchemaOf(columns);

    /// <inheritdoc/>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public long? GetRowCount() => 0;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        throw new NotSupportedException("data: has no rows; expected to be asked for its schema alone.");

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [];

    private static DataViewSchema SchemaOf(IEnumerable<(string Name, DataViewType Type)> columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach ((string name, DataViewType type) in columns)
        {
            builder.AddColumn(name, type);
        }

        return builder.ToSchema();
    }
}
