namespace VaePipeline.Inference.Transforms;

/// <summary>What is said of data whose columns do not fit a model.</summary>
internal static class SchemaFaults
{
    /// <summary>The column is not there.</summary>
    public static ArgumentException Missing(TensorColumn input, IEnumerable<string> names) => new(
        $"column \"{input.Name}\": not in the data, which has {List(names)}; expected {Expected(input)}. " +
        "Make the column, or name the one to read.");

    /// <summary>The column has another type or size.</summary>
    public static ArgumentException Mismatch(TensorColumn input, string? found) => new(
        $"column \"{input.Name}\": {found}; expected {Expected(input)}. Convert the column, or use another model.");

    private static string Expected(TensorColumn input) => string.Create(
        CultureInfo.InvariantCulture, $"a vector of {input.Tensor.RowLength} {input.ItemType} for the model's input \"{input.Tensor.Name}\"");

    private static string List(IEnumerable<string> names)
    {
        string list = string.Join(", ", names.Select(name => $"\"{name}\""));
        return list.Length == 0 ? "no columns" : list;
    }
}
