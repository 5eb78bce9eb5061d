namespace VaePipeline.Inference.Transforms;

/// <summary>Errors about columns that do not fit a model or cannot be read.</summary>
internal static class ColumnFaults
{
    /// <summary>The column is not there.</summary>
    public static ArgumentException Missing(TensorColumn input, IEnumerable<string> names)
    {
        string found = string.Join(", ", names.Select(name => $"\"{name}\""));
        return new ArgumentException(
            $"column \"{input.Name}\": not in the data, which has {(found.Length == 0 ? "no columns" : found)}; expected {Expected(input)}. " +
            "Make the column, or name the one to read.");
    }

    /// <summary>The column has another type or size.</summary>
    public static ArgumentException Mismatch(TensorColumn input, string? found) => new(
        $"column \"{input.Name}\": {found}; expected {Expected(input)}. Convert the column, or use another model.");

    /// <summary>The column is not one of the schema that it was looked for in.</summary>
    public static ArgumentException OtherSchema(DataViewSchema.Column column) => new(
        Invariant($"column \"{column.Name}\": not column {column.Index} of this data; expected a column of its own schema."), nameof(column));

    /// <summary>The column was not among those that the cursor was made for.</summary>
    public static InvalidOperationException Inactive(DataViewSchema.Column column) => new(
        $"column \"{column.Name}\": not active; expected one of the columns that the cursor was made for. Ask for it when making the cursor.");

    /// <summary>A getter of another type than the column's.</summary>
    public static InvalidOperationException WrongType(DataViewSchema.Column column, Type asked) => new(
        $"column \"{column.Name}\": asked for as {asked}; expected {column.Type.RawType}, for it is a {column.Type}. Ask for that type.");

    /// <summary>The column's values cannot be kept while further rows are read.</summary>
    public static NotSupportedException CannotBeKept(DataViewSchema.Column column) => new(
        $"column \"{column.Name}\": {column.Type}; expected a scalar, text, key or vector, as rows are read ahead and " +
        "other values may be disposed or overwritten by then. Drop the column before the model, or read it in a pass of its own.");

    private static string Expected(TensorColumn input) =>
        Invariant($"a vector of {input.Tensor.RowLength} {input.ItemType} for the model's input \"{input.Tensor.Name}\"");
}
