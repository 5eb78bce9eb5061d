using System.Text;

namespace VaePipeline.Inference.Graphs;

/// <summary>
/// Finds and changes the names of tensors in a graph wherever they stand: in nodes, in the bodies of If, Loop and Scan,
/// which may use tensors from around them, and beside weights and types. Field numbers are those of the ONNX standard's
/// onnx.proto.
/// </summary>
internal static class GraphNames
{
    private enum Part
    {
        Graph,
        Node,
        Attribute,
        Value,
        Tensor,
        SparseTensor,
        Annotation,
        Entry,
        Name,
    }

    private static readonly Dictionary<(Part, int), Part> Parts = new()
    {
        [(Part.Graph, OnnxFields.GraphNode)] = Part.Node,
        [(Part.Graph, OnnxFields.GraphInitializer)] = Part.Tensor,
        [(Part.Graph, OnnxFields.GraphInput)] = Part.Value,
        [(Part.Graph, OnnxFields.GraphOutput)] = Part.Value,
        [(Part.Graph, 13)] = Part.Value, // value_info
        [(Part.Graph, 14)] = Part.Annotation, // quantization_annotation
        [(Part.Graph, 15)] = Part.SparseTensor, // sparse_initializer
        [(Part.Node, OnnxFields.NodeInput)] = Part.Name,
        [(Part.Node, OnnxFields.NodeOutput)] = Part.Name,
        [(Part.Node, OnnxFields.NodeAttribute)] = Part.Attribute,
        [(Part.Attribute, 6)] = Part.Graph, // g
        [(Part.Attribute, 11)] = Part.Graph, // graphs
        [(Part.Value, OnnxFields.ValueName)] = Part.Name,
        [(Part.Tensor, OnnxFields.TensorName)] = Part.Name,
        [(Part.SparseTensor, 1)] = Part.Tensor, // values
        [(Part.Annotation, 1)] = Part.Name, // tensor_name
        [(Part.Annotation, 2)] = Part.Entry, // quant_parameter_tensor_names
        [(Part.Entry, 2)] = Part.Name, // value
    };

    /// <summary>All names in a graph.</summary>
    public static HashSet<string> In(ReadOnlyMemory<byte> graph)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Rename(graph, Part.Graph, name =>
        {
            names.Add(name);
            return name;
        });
        return names;
    }

    /// <summary>The graph with other names for some tensors.</summary>
    /// <param name="graph">A GraphProto.</param>
    /// <param name="names">New names by old; tensors that are not named keep theirs.</param>
    public static ReadOnlyMemory<byte> Rename(ReadOnlyMemory<byte> graph, IReadOnlyDictionary<string, string> names) =>
        Rename(graph, Part.Graph, name => names.GetValueOrDefault(name, name));

    // What does not change is not copied: most of a model is weights.
    private static ReadOnlyMemory<byte> Rename(ReadOnlyMemory<byte> message, Part part, Func<string, string> rename)
    {
        if (part == Part.Name)
        {
            string name = Encoding.UTF8.GetString(message.Span);
            string renamed = rename(name);
            return renamed == name ? message : Encoding.UTF8.GetBytes(renamed);
        }

        bool isChanged = false;
        List<ProtobufField> fields = ProtobufField.In(message);
        for (int i = 0; i < fields.Count; i++)
        {
            if (Parts.TryGetValue((part, fields[i].Number), out Part inner))
            {
                ReadOnlyMemory<byte> payload = Rename(fields[i].Payload, inner, rename);
                isChanged |= !payload.Equals(fields[i].Payload);
                fields[i] = fields[i].With(payload);
            }
        }

        return isChanged ? ProtobufField.Join(fields) : message;
    }
}
