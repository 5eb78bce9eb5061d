namespace VaePipeline.Inference.Transforms.Saving;

/// <summary>
/// ML.NET's ONNX transformer names its columns after the tensors, but where an output ends in ".output", as ML.NET's own
/// exporter writes them, it leaves out every ".output" of the name.
/// </summary>
internal static class StockNames
{
    private const string Suffix = ".output";

    /// <summary>The column that stock makes of an output.</summary>
    public static string Column(string output) =>
        output.EndsWith(Suffix, StringComparison.Ordinal) ? output.Replace(Suffix, "", StringComparison.Ordinal) : output;

    /// <summary>The output that stock makes a column of. One within each ".output" of the column, and one at the end, are left out.</summary>
    public static string Output(string column) => column.EndsWith(Suffix, StringComparison.Ordinal)
        ? column.Replace(Suffix, $".out{Suffix}put", StringComparison.Ordinal) + Suffix
        : column;
}
