namespace VaePipeline.Contracts.Onnx.Inspection;

/// <summary>A node of the main graph.</summary>
/// <param name="Index">Its place in the graph, from 0.</param>
/// <param name="Offset">Where it begins in the file.</param>
internal sealed record InspectedNode(int Index, int Offset)
{
    /// <summary>Its name; empty where it has none.</summary>
    public string Name { get; set; } = "";

    /// <summary>Operator without domain.</summary>
    public string OperatorType { get; set; } = "";

    /// <summary>Domain of the operator; empty for ONNX's own.</summary>
    public string Domain { get; set; } = "";

    /// <summary>Tensors that it reads; an empty name stands for one that is left out.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>Tensors that it makes; an empty name stands for one that is left out.</summary>
    public List<string> Outputs { get; } = [];

    /// <summary>Whole numbers among its attributes, by their names.</summary>
    public Dictionary<string, long> Integers { get; } = new(StringComparer.Ordinal);

    /// <summary>Lists of whole numbers among its attributes, by their names.</summary>
    public Dictionary<string, IReadOnlyList<long>> Lists { get; } = new(StringComparer.Ordinal);

    /// <summary>Texts among its attributes, by their names.</summary>
    public Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    /// <summary>Graphs among its attributes: branches and bodies.</summary>
    public int Graphs { get; set; }

    /// <summary>Operator with domain, as <c>com.microsoft.QLinearConv</c>.</summary>
    public string Operator => Domain is "" or "ai.onnx" ? OperatorType : $"{Domain}.{OperatorType}";

    /// <summary>The node as errors name it.</summary>
    public string Description => FormattableString.Invariant($"node {Index} ({Operator}{(Name.Length == 0 ? "" : $" \"{Name}\"")})");
}
