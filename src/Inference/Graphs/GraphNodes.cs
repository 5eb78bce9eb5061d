using System.Buffers.Binary;
using System.Text;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaePipeline.Inference.Graphs;

/// <summary>Nodes that are put into graphs, as NodeProto fields of a graph. All are of ONNX's own operator set.</summary>
internal static class GraphNodes
{
    private const int AttributeIsInteger = 2;
    private const int AttributeIsTensor = 4;

    /// <summary>The operators of a model's nodes, those within other nodes not among them.</summary>
    public static IEnumerable<string> Operators(ReadOnlyMemory<byte> model) => ProtobufField.In(model)
        .Where(field => field.Number == OnnxFields.ModelGraph)
        .SelectMany(graph => ProtobufField.In(graph.Payload))
        .Where(field => field.Number == OnnxFields.GraphNode)
        .Select(node => GraphValues.TextOf(node.Payload, OnnxFields.NodeOperator));

    /// <summary>Another name for a tensor; engines remove the node on loading.</summary>
    public static ProtobufField Identity(string from, string to) => Node("Identity", [from], to);

    /// <summary>A tensor as another type; opset 6 on.</summary>
    public static ProtobufField Cast(string from, string to, TensorElementType type) => Node(
        "Cast", [from], to, Attribute("to", AttributeIsInteger, ProtobufField.Of(3, (ulong)type)));

    /// <summary>
    /// Float32 in [0, 1] as uint8: times 255, rounded half to even, values outside to 0 and 255; opset 10 on. The node's
    /// constants are nodes too, since models of IR version 3 would want initializers listed as inputs.
    /// </summary>
    /// <param name="from">The float32 tensor.</param>
    /// <param name="to">The uint8 tensor.</param>
    /// <param name="scale">A name that the graph does not have, for the scale 1/255.</param>
    /// <param name="zero">A name that the graph does not have, for the zero point 0.</param>
    public static List<ProtobufField> Quantize(string from, string to, string scale, string zero)
    {
        byte[] step = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(step, 1 / 255f);
        return
        [
            Constant(scale, Scalar(TensorElementType.Float, step)),
            Constant(zero, Scalar(TensorElementType.UInt8, [0])),
            Node("QuantizeLinear", [from, scale, zero], to),
        ];
    }

    /// <summary>A tensor with one axis in place of all that it has; opset 5 on.</summary>
    /// <param name="from">The tensor.</param>
    /// <param name="to">The flat tensor.</param>
    /// <param name="shape">A name that the graph does not have, for the new shape.</param>
    public static List<ProtobufField> Flatten(string from, string to, string shape)
    {
        byte[] rest = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(rest, -1);
        byte[] tensor = ProtobufField.Join([ProtobufField.Of(1, 1UL), ProtobufField.Of(2, (ulong)TensorElementType.Int64), ProtobufField.Of(9, rest)]);
        return [Constant(shape, tensor), Node("Reshape", [from, shape], to)];
    }

    /// <summary>A fixed tensor.</summary>
    /// <param name="name">The result's name.</param>
    /// <param name="tensor">A TensorProto; its own name does not matter.</param>
    public static ProtobufField Constant(string name, ReadOnlyMemory<byte> tensor) =>
        Node("Constant", [], name, Attribute("value", AttributeIsTensor, ProtobufField.Of(5, tensor)));

    private static byte[] Scalar(TensorElementType type, byte[] data) =>
        ProtobufField.Join([ProtobufField.Of(2, (ulong)type), ProtobufField.Of(9, data)]);

    private static ProtobufField Attribute(string name, int type, ProtobufField value) => ProtobufField.Of(
        OnnxFields.NodeAttribute, ProtobufField.Join([ProtobufField.Of(1, Encoding.UTF8.GetBytes(name)), value, ProtobufField.Of(20, (ulong)type)]));

    private static ProtobufField Node(string operation, string[] inputs, string output, params ProtobufField[] attributes) => ProtobufField.Of(
        OnnxFields.GraphNode,
        ProtobufField.Join(
        [
            .. inputs.Select(input => ProtobufField.Of(OnnxFields.NodeInput, Encoding.UTF8.GetBytes(input))),
            ProtobufField.Of(OnnxFields.NodeOutput, Encoding.UTF8.GetBytes(output)),
            ProtobufField.Of(OnnxFields.NodeOperator, Encoding.UTF8.GetBytes(operation)),
            .. attributes,
        ]));
}
