namespace Microsoft.ML.Data;

/// <summary>Which columns of a schema a cursor was asked for.</summary>
internal static class ColumnSelection
{
    /// <returns>One flag for each column of <paramref name="schema"/>.</returns>
    /// <exception cref="InvalidOperationException">A column is of another schema.</exception>
    public static bool[] Flags(IEnumerable<DataViewSchema.Column> columnsNeeded, DataViewSchema schema)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        var active = new bool[schema.Count];
        foreach (DataViewSchema.Column column in columnsNeeded)
        {
            // As in ML.NET only the index counts, so that columns of an equal schema do.
            if (column.Index >= active.Length)
                throw new InvalidOperationException(Errors.Invariant($"Column '{column.Name}' has index {column.Index}; the view has {active.Length} columns. Take columns of this view's schema."));
            active[column.Index] = true;
        }

        return active;
    }

    public static Func<int, bool> Predicate(IEnumerable<DataViewSchema.Column> columnsNeeded, DataViewSchema schema)
    {
        bool[] active = Flags(columnsNeeded, schema);
        return index => active[index];
    }

    /// <summary>A cursor over <paramref name="view"/> with these columns active.</summary>
    public static DataViewRowCursor GetRowCursor(this IDataView view, params ReadOnlySpan<DataViewSchema.Column> columns) =>
        view.GetRowCursor((IEnumerable<DataViewSchema.Column>)columns.ToArray());
}
