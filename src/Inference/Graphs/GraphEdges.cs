using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaePipeline.Inference.Graphs;

/// <summary>
/// Gives inputs and outputs of a model other names, types and sizes. The graph's nodes stay: what they gave or took gets
/// an inner name, and a node joins it to the new input or output.
/// </summary>
internal static class GraphEdges
{
    /// <summary>Rewrites inputs and outputs.</summary>
    /// <param name="model">The bytes of a model.</param>
    /// <param name="inputs">What inputs become, by name; others stay as they are. Several may become one.</param>
    /// <param name="outputs">What outputs become, by name.</param>
    /// <param name="keepOthers">Whether outputs that are not named stay outputs.</param>
    /// <returns>The bytes of the new model.</returns>
    /// <exception cref="InvalidOperationException">An input and an output have one new name.</exception>
    /// <exception cref="InvalidDataException">The bytes are no model.</exception>
    public static byte[] Rewrite(
        ReadOnlyMemory<byte> model, IReadOnlyDictionary<string, GraphEdge> inputs, IReadOnlyDictionary<string, GraphEdge> outputs, bool keepOthers) =>
        ProtobufField.Join([.. ProtobufField.In(model).Select(field => field.Number == OnnxFields.ModelGraph
            ? field.With(RewriteGraph(field.Payload, inputs, outputs, keepOthers))
            : field)]);

    private static byte[] RewriteGraph(
        ReadOnlyMemory<byte> graph, IReadOnlyDictionary<string, GraphEdge> inputs, IReadOnlyDictionary<string, GraphEdge> outputs, bool keepOthers)
    {
        HashSet<string> taken = GraphNames.In(graph);
        Dictionary<string, string> innerNames = InnerNames(taken, [.. inputs, .. outputs]);

        // Nodes must stand in an order in which they can run: the inputs' before all others, the outputs' after them.
        var rewritten = new List<ProtobufField>();
        foreach ((string tensor, GraphEdge edge) in inputs)
        {
            string inner = innerNames.GetValueOrDefault(tensor, tensor);
            if (inner != edge.Name)
            {
                rewritten.AddRange(InputNodes(edge, inner, taken));
            }
        }

        Dictionary<string, string> tensors = innerNames.ToDictionary(name => name.Value, name => name.Key);
        var listed = new HashSet<string>();
        foreach (ProtobufField field in ProtobufField.In(GraphNames.Rename(graph, innerNames)))
        {
            IReadOnlyDictionary<string, GraphEdge>? edges =
                field.Number switch { OnnxFields.GraphInput => inputs, OnnxFields.GraphOutput => outputs, _ => null };
            string name = edges is null ? "" : GraphValues.TextOf(field.Payload, OnnxFields.ValueName);
            if (edges is not null && edges.TryGetValue(tensors.GetValueOrDefault(name, name), out GraphEdge? edge))
            {
                if (field.Number == OnnxFields.GraphOutput || listed.Add(edge.Name))
                {
                    rewritten.Add(field.With(GraphValues.As(edge, field.Payload)));
                }
            }
            else if (edges != outputs || keepOthers)
            {
                rewritten.Add(field);
            }
        }

        foreach ((string tensor, GraphEdge edge) in outputs)
        {
            string inner = innerNames.GetValueOrDefault(tensor, tensor);
            if (inner != edge.Name && !IsInput(tensor, edge, inputs))
            {
                rewritten.AddRange(OutputNodes(inner, edge, taken));
            }
        }

        return ProtobufField.Join(rewritten);
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

    private static List<ProtobufField> InputNodes(GraphEdge input, string inner, HashSet<string> taken) => input switch
    {
        { IsFlattened: true } => GraphNodes.Flatten(input.Name, inner, FreeName(inner + "_shape", taken)),
        _ when input.InnerType != input.Type => [GraphNodes.Cast(input.Name, inner, input.InnerType)],
        _ => [GraphNodes.Identity(input.Name, inner)],
    };

    private static List<ProtobufField> OutputNodes(string inner, GraphEdge output, HashSet<string> taken)
    {
        if (output.InnerType == output.Type)
        {
            return [GraphNodes.Identity(inner, output.Name)];
        }

        if (output.Type != TensorElementType.UInt8)
        {
            return [GraphNodes.Cast(inner, output.Name, output.Type)];
        }

        var nodes = new List<ProtobufField>();
        if (output.InnerType != TensorElementType.Float)
        {
            // QuantizeLinear takes float16 from opset 19 on only.
            string half = inner;
            inner = FreeName(inner + "_single", taken);
            nodes.Add(GraphNodes.Cast(half, inner, TensorElementType.Float));
        }

        nodes.AddRange(GraphNodes.Quantize(inner, output.Name, FreeName(inner + "_scale", taken), FreeName(inner + "_zero", taken)));
        return nodes;
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
