using Google.Protobuf.Collections;

namespace VaePipeline.Contracts.Onnx.Editing;

/// <summary>
/// Finds and changes the names of tensors in a graph wherever they stand: in nodes, in the bodies of If, Loop and Scan,
/// which may use tensors from around them, and beside weights and types.
/// </summary>
internal static class GraphNames
{
    /// <summary>All names in a graph.</summary>
    public static HashSet<string> In(GraphProto graph)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        Rename(graph, name =>
        {
            names.Add(name);
            return name;
        });
        return names;
    }

    /// <summary>Gives tensors other names.</summary>
    /// <param name="graph">The graph; it is changed.</param>
    /// <param name="names">New names by old; tensors that are not named keep theirs.</param>
    public static void Rename(GraphProto graph, IReadOnlyDictionary<string, string> names) => Rename(graph, name => names.GetValueOrDefault(name, name));

    private static void Rename(GraphProto graph, Func<string, string> rename)
    {
        foreach (NodeProto node in graph.Node)
        {
            Rename(node.Input, rename);
            Rename(node.Output, rename);
            foreach (GraphProto body in node.Graphs)
            {
                Rename(body, rename);
            }
        }

        foreach (TensorProto tensor in graph.Initializer.Concat(graph.SparseInitializer.Select(sparse => sparse.Values).OfType<TensorProto>()))
        {
            tensor.Name = rename(tensor.Name);
        }

        foreach (ValueInfoProto value in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo))
        {
            value.Name = rename(value.Name);
        }

        foreach (TensorAnnotation annotation in graph.QuantizationAnnotation)
        {
            annotation.TensorName = rename(annotation.TensorName);
            foreach (StringStringEntryProto parameter in annotation.QuantParameterTensorNames)
            {
                parameter.Value = rename(parameter.Value);
            }
        }
    }

    private static void Rename(RepeatedField<string> names, Func<string, string> rename)
    {
        for (int i = 0; i < names.Count; i++)
        {
            names[i] = rename(names[i]);
        }
    }
}
