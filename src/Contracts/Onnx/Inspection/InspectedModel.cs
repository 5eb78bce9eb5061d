namespace VaePipeline.Contracts.Onnx.Inspection;

/// <summary>The parts of a ModelProto that an inspection needs, as they stand in the file.</summary>
internal sealed class InspectedModel
{
    public long IrVersion { get; set; }

    public string ProducerName { get; set; } = "";

    public string ProducerVersion { get; set; } = "";

    public string GraphName { get; set; } = "";

    public List<KeyValuePair<string, long>> Opsets { get; } = [];

    public List<KeyValuePair<string, string>> Metadata { get; } = [];

    public List<InspectedNode> Nodes { get; } = [];

    public List<OnnxValue> Inputs { get; } = [];

    public List<OnnxValue> Outputs { get; } = [];

    /// <summary>Tensors between the nodes that the file tells the shapes of.</summary>
    public List<OnnxValue> Values { get; } = [];

    /// <summary>Initializers and the values of Constant nodes.</summary>
    public List<InspectedConstant> Constants { get; } = [];

    /// <summary>Names of initializers.</summary>
    public HashSet<string> Initializers { get; } = new(StringComparer.Ordinal);

    /// <summary>Functions that the file defines.</summary>
    public int Functions { get; set; }

    /// <summary>What was not looked into, or is unusual.</summary>
    public IReadOnlyList<string> Notes()
    {
        List<string> notes = [];
        List<InspectedNode> withGraphs = [.. Nodes.Where(node => node.Graphs > 0)];
        int external = Constants.Count(constant => constant.IsExternal);
        if (withGraphs.Count > 0)
        {
            string operators = string.Join(", ", OnnxOperatorCount.Of(withGraphs.Select(node => node.Operator)).Select(entry => Count(entry.Count, entry.Name)));
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{operators}: the {withGraphs.Sum(node => node.Graphs)} graphs inside are neither checked nor counted"));
        }

        if (Functions > 0)
        {
            notes.Add($"{Count(Functions, "function")} of the file's own: neither checked nor counted");
        }

        if (external > 0)
        {
            notes.Add($"{Count(external, "tensor")} with the data in another file: VaePipeline runs models in one file only");
        }

        return notes;
    }

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}");
}
