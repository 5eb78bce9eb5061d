namespace Microsoft.ML.Transforms;

/// <summary>Which columns to keep, or to drop.</summary>
/// <param name="Names">The columns named; when they are kept, in this order.</param>
/// <param name="Keep">Whether the named columns are kept and the others dropped, or the other way round.</param>
/// <param name="KeepHidden">Whether kept names include hidden columns.</param>
/// <param name="IgnoreMissing">Whether a name without a column is no error.</param>
internal sealed record ColumnChoice(string[] Names, bool Keep, bool KeepHidden = false, bool IgnoreMissing = false)
{
    /// <summary>The names that are not among <paramref name="columns"/>, unless that does not matter.</summary>
    public string[] MissingFrom(IEnumerable<string> columns) => IgnoreMissing ? [] : [.. Names.Where(name => !columns.Contains(name))];

    /// <summary>The indices of the columns that remain of a schema, in their new order.</summary>
    public int[] Apply(DataViewSchema schema) => Keep
        ? [.. Names.SelectMany(name => schema.Where(column => column.Name == name && (KeepHidden || !column.IsHidden))).Select(column => column.Index)]
        : [.. schema.Where(column => !Names.Contains(column.Name)).Select(column => column.Index)];
}
