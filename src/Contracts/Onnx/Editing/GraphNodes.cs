using System.Buffers.Binary;
using Google.Protobuf;
using AttributeType = VaePipeline.Contracts.Onnx.AttributeProto.Types.AttributeType;
using DataType = VaePipeline.Contracts.Onnx.TensorProto.Types.DataType;

namespace VaePipeline.Contracts.Onnx.Editing;

/// <summary>Nodes that are put into graphs. All are of ONNX's own operator set.</summary>
internal static class GraphNodes
{
    /// <summary>Another name for a tensor; engines remove the node on loading.</summary>
    public static NodeProto Identity(string from, string to) => Node("Identity", [from], to);

    /// <summary>A tensor as another type; opset 6 on.</summary>
    public static NodeProto Cast(string from, string to, DataType type) =>
        Node("Cast", [from], to, new AttributeProto { Name = "to", Type = AttributeType.Int, I = (int)type });

    /// <summary>
    /// Float32 in [0, 1] as uint8: times 255, rounded half to even, values outside to 0 and 255; opset 10 on. The node's
    /// constants are nodes too, since models of IR version 3 would want initializers listed as inputs.
    /// </summary>
    /// <param name="from">The float32 tensor.</param>
    /// <param name="to">The uint8 tensor.</param>
    /// <param name="scale">A name that the graph does not have, for the scale 1/255.</param>
    /// <param name="zero">A name that the graph does not have, for the zero point 0.</param>
    public static NodeProto[] Quantize(string from, string to, string scale, string zero)
    {
        byte[] step = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(step, 1 / 255f);
        return
        [
            Constant(scale, Tensor(DataType.Float, step)),
            Constant(zero, Tensor(DataType.Uint8, [0])),
            Node("QuantizeLinear", [from, scale, zero], to),
        ];
    }

    /// <summary>A tensor with one axis in place of all that it has; opset 5 on.</summary>
    /// <param name="from">The tensor.</param>
    /// <param name="to">The flat tensor.</param>
    /// <param name="shape">A name that the graph does not have, for the new shape.</param>
    public static NodeProto[] Flatten(string from, string to, string shape)
    {
        byte[] rest = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(rest, -1);
        return [Constant(shape, Tensor(DataType.Int64, rest, 1)), Node("Reshape", [from, shape], to)];
    }

    /// <summary>A fixed tensor.</summary>
    /// <param name="name">The result's name.</param>
    /// <param name="tensor">Its value; its own name does not matter.</param>
    public static NodeProto Constant(string name, TensorProto tensor) =>
        Node("Constant", [], name, new AttributeProto { Name = "value", Type = AttributeType.Tensor, T = tensor });

    private static TensorProto Tensor(DataType type, byte[] data, params long[] shape) =>
        new() { Dims = { shape }, DataType = (int)type, RawData = UnsafeByteOperations.UnsafeWrap(data) };

    private static NodeProto Node(string operation, string[] inputs, string output, params AttributeProto[] attributes) =>
        new() { Input = { inputs }, Output = { output }, OpType = operation, Attribute = { attributes } };
}
