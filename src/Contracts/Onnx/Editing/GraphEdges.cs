using DataType = VaePipeline.Contracts.Onnx.TensorProto.Types.DataType;

namespace VaePipeline.Contracts.Onnx.Editing;

/// <summary>What an input or output of a graph is to become.</summary>
/// <param name="Name">Its new name, or the old one.</param>
/// <param name="InnerType">The type that the graph's own nodes give or take.</param>
/// <param name="Type">The type to give or take outside: another than <paramref name="InnerType"/> only for float16 as float32, and for outputs as uint8.</param>
/// <param name="RowShape">Sizes to write for the axes after the first; <c>null</c> to leave them as they stand.</param>
/// <param name="IsFlattened">For an input that was [N] and is to be [N, 1], with 1 as <paramref name="RowShape"/>.</param>
internal sealed record GraphEdge(string Name, DataType InnerType, DataType Type, IReadOnlyList<int>? RowShape = null, bool IsFlattened = false);

/// <summary>
/// Gives inputs and outputs of a model other names, types and sizes. The graph's nodes stay: what they gave or took gets
/// an inner name, and a node joins it to the new input or output.
/// </summary>
internal static class GraphEdges
{
    /// <summary>Rewrites inputs and outputs.</summary>
    /// <param name="graph">The main graph of a model; it is changed.</param>
    /// <param name="inputs">What inputs become, by name; others stay as they are. Several may become one.</param>
    /// <param name="outputs">What outputs become, by name.</param>
    /// <param name="keepOthers">Whether outputs that are not named stay outputs.</param>
    /// <exception cref="InvalidOperationException">An input and an output have one new name.</exception>
    public static void Rewrite(
        GraphProto graph, IReadOnlyDictionary<string, GraphEdge> inputs, IReadOnlyDictionary<string, GraphEdge> outputs, bool keepOthers)
    {
        HashSet<string> taken = GraphNames.In(graph);
        Dictionary<string, string> innerNames = InnerNames(taken, [.. inputs, .. outputs]);
        List<NodeProto> before = [.. inputs.Where(input => Inner(input.Key) != input.Value.Name)
            .SelectMany(input => InputNodes(input.Value, Inner(input.Key), taken))];
        List<NodeProto> after = [.. outputs.Where(output => Inner(output.Key) != output.Value.Name && !IsInput(output.Key, output.Value, inputs))
            .SelectMany(output => OutputNodes(Inner(output.Key), output.Value, taken))];

        GraphNames.Rename(graph, innerNames);
        Dictionary<string, string> tensors = innerNames.ToDictionary(name => name.Value, name => name.Key);
        graph.Input.Set(graph.Input.Where(input => Become(input, inputs, keepsOthers: true)).DistinctBy(input => input.Name));
        graph.Output.Set(graph.Output.Where(output => Become(output, outputs, keepOthers)));

        // Nodes must stand in an order in which they can run.
        graph.Node.Set([.. before, .. graph.Node, .. after]);

        string Inner(string tensor) => innerNames.GetValueOrDefault(tensor, tensor);

        bool Become(ValueInfoProto value, IReadOnlyDictionary<string, GraphEdge> edges, bool keepsOthers)
        {
            if (!edges.TryGetValue(tensors.GetValueOrDefault(value.Name, value.Name), out GraphEdge? edge))
            {
                return keepsOthers;
            }

            Apply(edge, value);
            return true;
        }
    }

    /// <summary>Gives an entry of the inputs or outputs an edge's name, type and sizes; the first axis stays as it is.</summary>
    private static void Apply(GraphEdge edge, ValueInfoProto value)
    {
        TensorShapeProto? shape = value.Type?.TensorType?.Shape;
        if (edge.RowShape is not null)
        {
            // An axis that says nothing of its size, if the model states no shape.
            TensorShapeProto.Types.Dimension batch = shape is { Dim.Count: > 0 } ? shape.Dim[0] : new();
            shape = new() { Dim = { batch, edge.RowShape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }) } };
        }

        value.Name = edge.Name;
        value.Type = new() { TensorType = new() { ElemType = (int)edge.Type, Shape = shape } };
    }

    /// <summary>Whether an output is an input under the same name: then it is what the caller gave.</summary>
    private static bool IsInput(string tensor, GraphEdge output, IReadOnlyDictionary<string, GraphEdge> inputs)
    {
        if (inputs.TryGetValue(tensor, out GraphEdge? same) && same.Name == output.Name && same.Type == output.Type)
        {
            return true;
        }

        return inputs.Values.All(input => input.Name != output.Name) ? false : throw new InvalidOperationException(
            $"\"{output.Name}\": both an input and an output of the model; expected a name of its own for each. Give the output another name.");
    }

    /// <summary>New names for tensors that change on their way out or in, and for those whose names are wanted outside.</summary>
    private static Dictionary<string, string> InnerNames(HashSet<string> taken, IReadOnlyList<KeyValuePair<string, GraphEdge>> edges)
    {
        HashSet<string> changed = [.. edges.Where(edge => IsChanged(edge.Key, edge.Value)).Select(edge => edge.Key)];
        HashSet<string> unchanged = [.. edges.Select(edge => edge.Key).Except(changed)];
        changed.UnionWith(edges.Select(edge => edge.Value.Name).Where(name => taken.Contains(name) && !unchanged.Contains(name)));
        taken.UnionWith(edges.Select(edge => edge.Value.Name));
        return changed.ToDictionary(name => name, name => FreeName(name + "_inner", taken));
    }

    private static bool IsChanged(string tensor, GraphEdge edge) => edge.Name != tensor || edge.InnerType != edge.Type || edge.IsFlattened;

    private static NodeProto[] InputNodes(GraphEdge input, string inner, HashSet<string> taken) => input switch
    {
        { IsFlattened: true } => GraphNodes.Flatten(input.Name, inner, FreeName(inner + "_shape", taken)),
        _ when input.InnerType != input.Type => [GraphNodes.Cast(input.Name, inner, input.InnerType)],
        _ => [GraphNodes.Identity(input.Name, inner)],
    };

    private static NodeProto[] OutputNodes(string inner, GraphEdge output, HashSet<string> taken)
    {
        if (output.InnerType == output.Type)
        {
            return [GraphNodes.Identity(inner, output.Name)];
        }

        if (output.Type != DataType.Uint8)
        {
            return [GraphNodes.Cast(inner, output.Name, output.Type)];
        }

        if (output.InnerType == DataType.Float)
        {
            return Quantize(inner);
        }

        // QuantizeLinear takes float16 from opset 19 on only.
        string single = FreeName(inner + "_single", taken);
        return [GraphNodes.Cast(inner, single, DataType.Float), .. Quantize(single)];

        NodeProto[] Quantize(string from) =>
            GraphNodes.Quantize(from, output.Name, FreeName(from + "_scale", taken), FreeName(from + "_zero", taken));
    }

    private static string FreeName(string name, HashSet<string> taken)
    {
        while (!taken.Add(name))
        {
            name += "_";
        }

        return name;
    }
}
