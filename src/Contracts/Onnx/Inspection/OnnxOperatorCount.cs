namespace VaePipeline.Contracts.Onnx.Inspection;

/// <summary>How often an operator stands in a graph.</summary>
/// <param name="Name">Operator, as <c>Conv</c>, with its domain where that is not ONNX's own: <c>com.microsoft.QLinearConv</c>.</param>
/// <param name="Count">Number of its nodes in the main graph.</param>
public sealed record OnnxOperatorCount(string Name, int Count)
{
    /// <summary>Counts names, the most frequent first, then by the alphabet.</summary>
    internal static IReadOnlyList<OnnxOperatorCount> Of(IEnumerable<string> names) =>
    [
        .. names.CountBy(name => name, StringComparer.Ordinal)
            .Select(entry => new OnnxOperatorCount(entry.Key, entry.Value))
            .OrderByDescending(entry => entry.Count)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal),
    ];
}
