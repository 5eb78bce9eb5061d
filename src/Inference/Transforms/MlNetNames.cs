namespace VaePipeline.Inference.Transforms;

/// <summary>
/// ML.NET's ONNX transformer names its columns after the tensors, but if an output ends in ".output", as ML.NET's own
/// exporter writes them, it leaves out every ".output" of the name.
/// </summary>
internal static class MlNetNames
{
    private const string Suffix = ".output";

    /// <summary>The column that stock makes of an output.</summary>
    public static string Column(string output) =>
        output.EndsWith(Suffix, StringComparison.Ordinal) ? output.Replace(Suffix, "", StringComparison.Ordinal) : output;

    /// <summary>
    /// A name for an output of which stock makes a column. For a column that stock would shorten, and for one that is an
    /// input too, whose tensor needs another name, it is the column's with a ".output" at the end, and one within each
    /// that is there: stock leaves these out.
    /// </summary>
    public static string Output(string column, bool isInput) => isInput || column.EndsWith(Suffix, StringComparison.Ordinal)
        ? column.Replace(Suffix, $".out{Suffix}put", StringComparison.Ordinal) + Suffix
        : column;
}
