namespace VaePipeline.Contracts.Onnx;

/// <content>What the fields of a node mean.</content>
internal sealed partial class NodeProto
{
    /// <summary>Operator with domain, as <c>com.microsoft.QLinearConv</c>; without it for ONNX's own.</summary>
    public string Operator => Domain is "" or OnnxOpset.Onnx ? OpType : $"{Domain}.{OpType}";

    /// <summary>Graphs inside: branches and bodies.</summary>
    public IEnumerable<GraphProto> Graphs =>
        Attribute.SelectMany(attribute => attribute.G is { } graph ? attribute.Graphs.Prepend(graph) : attribute.Graphs);

    /// <summary>A whole number among the attributes; 0 if it is not there.</summary>
    public long Integer(string name) => Attribute.LastOrDefault(attribute => attribute.Name == name)?.I ?? 0;

    /// <summary>The node as errors name it.</summary>
    /// <param name="index">Its place in the graph, from 0.</param>
    public string Describe(int index) => Invariant($"node {index} ({Operator}{(Name.Length == 0 ? "" : $" \"{Name}\"")})");
}
