using System.Text;

namespace VaePipeline.Inference.Transforms.Saving;

/// <summary>
/// Gives inputs and outputs of an ONNX model other names. The nodes stay as they are: an Identity node joins each new
/// name to the old one, which engines remove on loading. Field numbers are those of the ONNX standard's onnx.proto.
/// </summary>
internal static class TensorRenaming
{
    private const int ModelGraph = 7;
    private const int GraphNode = 1;
    private const int GraphInitializer = 5;
    private const int GraphInput = 11;
    private const int GraphOutput = 12;
    private const int ValueInfoName = 1;
    private const int TensorName = 8;
    private const int NodeInput = 1;
    private const int NodeOutput = 2;
    private const int NodeOperator = 4;

    /// <summary>Renames; tensors that are not named keep their names.</summary>
    /// <param name="model">A model that was loaded before.</param>
    /// <param name="inputs">New names by old.</param>
    /// <param name="outputs">New names by old.</param>
    /// <returns>The bytes of the renamed model.</returns>
    /// <exception cref="InvalidOperationException">A new name is that of another tensor of the model.</exception>
    public static byte[] Rename(
        ReadOnlyMemory<byte> model, IReadOnlyDictionary<string, string> inputs, IReadOnlyDictionary<string, string> outputs)
    {
        using var renamed = new MemoryStream();
        foreach (ProtobufField field in ProtobufField.In(model))
        {
            if (field.Number == ModelGraph)
            {
                ProtobufField.Write(renamed, ModelGraph, RenameGraph([.. ProtobufField.In(field.Payload)], Changes(inputs), Changes(outputs)));
            }
            else
            {
                renamed.Write(field.Encoded.Span);
            }
        }

        return renamed.ToArray();
    }

    private static Dictionary<string, string> Changes(IReadOnlyDictionary<string, string> names) =>
        names.Where(name => name.Key != name.Value).ToDictionary();

    private static byte[] RenameGraph(
        List<ProtobufField> fields, Dictionary<string, string> inputs, Dictionary<string, string> outputs)
    {
        RequireFree(fields, [.. inputs.Values, .. outputs.Values]);

        // Nodes must stand in an order in which they can run: the inputs' before all others, the outputs' after them.
        using var graph = new MemoryStream();
        foreach ((string tensor, string column) in inputs)
        {
            ProtobufField.Write(graph, GraphNode, Identity(column, tensor));
        }

        foreach (ProtobufField field in fields)
        {
            Dictionary<string, string>? names = field.Number switch { GraphInput => inputs, GraphOutput => outputs, _ => null };
            if (names is not null && names.TryGetValue(TextOf(field, ValueInfoName), out string? name))
            {
                ProtobufField.Write(graph, field.Number, WithName(field.Payload, name));
            }
            else
            {
                graph.Write(field.Encoded.Span);
            }
        }

        foreach ((string tensor, string column) in outputs)
        {
            ProtobufField.Write(graph, GraphNode, Identity(tensor, column));
        }

        return graph.ToArray();
    }

    private static void RequireFree(List<ProtobufField> fields, IReadOnlyList<string> names)
    {
        HashSet<string> taken = [.. fields.SelectMany(field => field.Number switch
        {
            GraphInput => [TextOf(field, ValueInfoName)],
            GraphInitializer => [TextOf(field, TensorName)],
            GraphNode => ProtobufField.In(field.Payload).Where(part => part.Number == NodeOutput).Select(Text),
            _ => Enumerable.Empty<string>(),
        })];
        foreach (string name in names)
        {
            // A name that is wanted twice (a column both read and written) is as bad as one that is there.
            if (!taken.Add(name))
            {
                throw new InvalidOperationException(
                    $"column \"{name}\": also another tensor of the model; expected a name of its own to save the model under. " +
                    "Give the column another name.");
            }
        }
    }

    private static byte[] Identity(string from, string to)
    {
        using var node = new MemoryStream();
        ProtobufField.Write(node, NodeInput, Encoding.UTF8.GetBytes(from));
        ProtobufField.Write(node, NodeOutput, Encoding.UTF8.GetBytes(to));
        ProtobufField.Write(node, NodeOperator, "Identity"u8);
        return node.ToArray();
    }

    private static byte[] WithName(ReadOnlyMemory<byte> valueInfo, string name)
    {
        using var named = new MemoryStream();
        ProtobufField.Write(named, ValueInfoName, Encoding.UTF8.GetBytes(name));
        foreach (ProtobufField field in ProtobufField.In(valueInfo).Where(field => field.Number != ValueInfoName))
        {
            named.Write(field.Encoded.Span);
        }

        return named.ToArray();
    }

    private static string TextOf(ProtobufField message, int number) =>
        ProtobufField.In(message.Payload).Where(field => field.Number == number).Select(Text).LastOrDefault("");

    private static string Text(ProtobufField field) => Encoding.UTF8.GetString(field.Payload.Span);
}
