namespace Microsoft.ML.Data;

/// <summary>Fills objects of a user's type with the columns of rows of one schema.</summary>
internal sealed class ObjectReader<TRow>
    where TRow : class
{
    private readonly List<(RowMember Member, DataViewSchema.Column Column)> _bound = [];

    /// <exception cref="ArgumentOutOfRangeException">A column is missing, and <paramref name="ignoreMissingColumns"/> is false.</exception>
    /// <exception cref="InvalidOperationException">A column's type does not go into its member.</exception>
    public ObjectReader(DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition? definition)
    {
        foreach (RowMember member in RowMember.Create(typeof(TRow), definition, SchemaDefinition.Direction.Write))
        {
            DataViewSchema.Column? column = schema.GetColumnOrNull(member.ColumnName);
            if (column is null && ignoreMissingColumns)
                continue;
            if (column is null)
                throw Errors.SchemaMismatch("Schema", "input", member.ColumnName);
            if (!member.Accepts(column.Value.Type))
                throw new InvalidOperationException($"Can't bind the IDataView column '{member.ColumnName}' of type '{column.Value.Type}' to field or property '{member.Member.Name}' of type '{member.MemberType.FullName}'.");
            _bound.Add((member, column.Value));
        }
    }

    /// <summary>The columns that must be active in a bound row.</summary>
    public IEnumerable<DataViewSchema.Column> Columns => _bound.Select(bound => bound.Column);

    /// <summary>An action that fills an object with the row's current values.</summary>
    public Action<TRow> Bind(DataViewRow row)
    {
        Action<TRow>[] setters = [.. _bound.Select(bound => ObjectSetters.Create<TRow>(bound.Member, row, bound.Column))];
        return target =>
        {
            foreach (Action<TRow> setter in setters)
                setter(target);
        };
    }
}
