using Microsoft.ML;

namespace VaePipeline.Inference.Transforms;

/// <summary>What is said of columns that cannot be read.</summary>
internal static class ColumnFaults
{
    /// <summary>The column was not among those that the cursor was made for.</summary>
    public static InvalidOperationException Inactive(DataViewSchema.Column column) => new(
        $"column \"{column.Name}\": not active; expected one of the columns that the cursor was made for. Ask for it when making the cursor.");

    /// <summary>A getter of another type than the column's.</summary>
    public static InvalidOperationException WrongType(DataViewSchema.Column column, Type asked) => new(
        $"column \"{column.Name}\": asked for as {asked}; expected {column.Type.RawType}, for it is a {column.Type}. Ask for that type.");

    /// <summary>The column's values cannot be kept while further rows are read.</summary>
    public static NotSupportedException NotKept(DataViewSchema.Column column) => new(
        $"column \"{column.Name}\": {column.Type}; expected a scalar, text, key or vector, as rows are read ahead and " +
        "other values may be disposed or overwritten by then. Drop the column before the model, or read it in a pass of its own.");
}
