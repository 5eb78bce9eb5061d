namespace VaePipeline.Contracts.Onnx.Inspection;

/// <summary>Checks that the nodes of a graph fit together: each tensor is made once, and before it is read.</summary>
internal static class GraphCheck
{
    private const string Advice = "The file is damaged or was put together wrongly: export the model again.";

    /// <exception cref="BadInputException">They do not; the first fault in the order of the file is told.</exception>
    public static void Check(GraphProto graph, string path)
    {
        HashSet<string> made = new(StringComparer.Ordinal);
        made.UnionWith(graph.Input.Select(input => input.Name));
        made.UnionWith(graph.Initializer.Select(tensor => tensor.Name));
        made.UnionWith(graph.SparseInitializer.Select(sparse => sparse.Values.Name));
        foreach ((int index, NodeProto node) in graph.Node.Index())
        {
            if (node.OpType.Length == 0)
            {
                throw Fault(index, "has no operator", "one of its operator sets");
            }

            if (node.Input.FirstOrDefault(input => input.Length > 0 && !made.Contains(input)) is { } missing)
            {
                throw Fault(index, $"reads \"{missing}\", {Maker(graph, missing)}", "a graph input, an initializer or what a node before it makes");
            }

            if (node.Output.FirstOrDefault(output => output.Length > 0 && !made.Add(output)) is { } twice)
            {
                throw Fault(index, $"makes \"{twice}\", which is there already", "a name of its own for each tensor");
            }
        }

        if (graph.Output.FirstOrDefault(output => !made.Contains(output.Name)) is { } lost)
        {
            throw BadInputException.In(path, $"graph output \"{lost.Name}\" is made by no node", "a tensor of the graph", Advice);
        }

        BadInputException Fault(int index, string found, string expected) =>
            BadInputException.In(path, $"{graph.Node[index].Describe(index)} {found}", expected, Advice);
    }

    private static string Maker(GraphProto graph, string name)
    {
        int maker = graph.Node.TakeWhile(node => !node.Output.Contains(name)).Count();
        return maker < graph.Node.Count ? $"which only {graph.Node[maker].Describe(maker)} makes" : "which is not there";
    }
}
