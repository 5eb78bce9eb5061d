using System.Text;

namespace VaePipeline.Inference.Graphs;

/// <summary>Entries of a graph's lists of inputs and outputs: name, element type, shape (ValueInfoProto in onnx.proto).</summary>
internal static class GraphValues
{
    private const int Type = 2;
    private const int TensorType = 1;
    private const int ElementType = 1;
    private const int Shape = 2;
    private const int Dimension = 1;
    private const int DimensionValue = 1;

    /// <summary>The text in a field of a message, or an empty one.</summary>
    public static string TextOf(ReadOnlyMemory<byte> message, int number) => Encoding.UTF8.GetString(Find(message, number).Span);

    /// <summary>The entry of a tensor with an edge's name, type and sizes; the first axis stays as it is.</summary>
    public static byte[] As(GraphEdge edge, ReadOnlyMemory<byte> value)
    {
        List<ProtobufField> axes = ProtobufField.In(Find(Find(Find(value, Type), TensorType), Shape));
        bool hasShape = axes.Count > 0;
        if (edge.RowShape is not null)
        {
            // An axis that says nothing of its size, where the model states no shape.
            ProtobufField batch = hasShape ? axes[0] : ProtobufField.Of(Dimension, ReadOnlyMemory<byte>.Empty);
            axes = [batch, .. edge.RowShape.Select(size => Nested(Dimension, ProtobufField.Of(DimensionValue, (ulong)size)))];
            hasShape = true;
        }

        ProtobufField element = ProtobufField.Of(ElementType, (ulong)edge.Type);
        return ProtobufField.Join(
        [
            ProtobufField.Of(OnnxFields.ValueName, Encoding.UTF8.GetBytes(edge.Name)),
            Nested(Type, hasShape ? Nested(TensorType, element, Nested(Shape, [.. axes])) : Nested(TensorType, element)),
        ]);
    }

    private static ProtobufField Nested(int number, params ProtobufField[] fields) => ProtobufField.Of(number, ProtobufField.Join(fields));

    private static ReadOnlyMemory<byte> Find(ReadOnlyMemory<byte> message, int number) =>
        ProtobufField.In(message).LastOrDefault(field => field.Number == number).Payload;
}
