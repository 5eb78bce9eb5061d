namespace VaePipeline.Contracts.Onnx.Inspection;

/// <summary>Checks that the nodes of a graph fit together: each tensor is made once, and before it is read.</summary>
internal static class GraphCheck
{
    private const string Advice = "The file is damaged or was put together wrongly: export the model again.";

    /// <exception cref="BadInputException">They do not; the first fault in the order of the file is told.</exception>
    public static void Check(InspectedModel model, string path)
    {
        HashSet<string> made = new(model.Initializers, StringComparer.Ordinal);
        made.UnionWith(model.Inputs.Select(input => input.Name));
        foreach (InspectedNode node in model.Nodes)
        {
            if (node.OperatorType.Length == 0)
            {
                throw BadInputException.AtByte(path, node.Offset, $"{node.Description} has no operator", "one of its operator sets", Advice);
            }

            if (node.Inputs.Find(input => input.Length > 0 && !made.Contains(input)) is { } missing)
            {
                throw BadInputException.AtByte(
                    path, node.Offset, $"{node.Description} reads \"{missing}\", {Maker(model, missing)}", "a graph input, an initializer or what a node before it makes", Advice);
            }

            if (node.Outputs.Find(output => output.Length > 0 && !made.Add(output)) is { } twice)
            {
                throw BadInputException.AtByte(path, node.Offset, $"{node.Description} makes \"{twice}\", which is there already", "a name of its own for each tensor", Advice);
            }
        }

        if (model.Outputs.FirstOrDefault(output => !made.Contains(output.Name)) is { } lost)
        {
            throw BadInputException.In(path, $"graph output \"{lost.Name}\" is made by no node", "a tensor of the graph", Advice);
        }
    }

    private static string Maker(InspectedModel model, string name) =>
        model.Nodes.Find(node => node.Outputs.Contains(name)) is { } maker ? $"which only {maker.Description} makes" : "which is not there";
}
