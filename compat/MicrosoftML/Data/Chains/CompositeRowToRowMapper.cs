namespace Microsoft.ML.Data;

/// <summary>Row mappers one after the other.</summary>
internal sealed class CompositeRowToRowMapper(DataViewSchema inputSchema, IReadOnlyList<IRowToRowMapper> mappers) : IRowToRowMapper
{
    public DataViewSchema InputSchema => inputSchema;

    public DataViewSchema OutputSchema { get; } = mappers.Count == 0 ? inputSchema : mappers[^1].OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        mappers.Reverse().Aggregate(dependingColumns, (columns, mapper) => mapper.GetDependencies(columns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Schema != inputSchema)
            throw new ArgumentOutOfRangeException(nameof(input), "Schema did not match original schema: get a mapper for the row's own schema object.");
        bool[] active = ColumnSelection.Flags(activeColumns, OutputSchema);
        if (mappers.Count == 0)
        {
            DataViewSchema.Column? missing = input.Schema.Where(column => active[column.Index] && !input.IsColumnActive(column)).Cast<DataViewSchema.Column?>().FirstOrDefault();
            return missing is null ? input : throw new ArgumentOutOfRangeException(nameof(input), $"Mapper required column '{missing.Value.Name}' active but it was not.");
        }

        var needed = new IEnumerable<DataViewSchema.Column>[mappers.Count];
        needed[^1] = OutputSchema.Where(column => active[column.Index]);
        for (int i = mappers.Count - 1; i > 0; i--)
            needed[i - 1] = [.. mappers[i].GetDependencies(needed[i])];
        DataViewRow row = input;
        for (int i = 0; i < mappers.Count; i++)
            row = mappers[i].GetRow(row, needed[i]);
        return row;
    }
}
