using Google.Protobuf;
using VaePipeline.Contracts.Onnx;
using DataType = VaePipeline.Contracts.Onnx.TensorProto.Types.DataType;

namespace VaePipeline.Contracts.Tests.Onnx;

/// <summary>Models and their parts.</summary>
internal static class OnnxParts
{
    /// <summary>A decoder: latent [N, 2] -> image [N, 1, 28, 28], with one initializer and one node.</summary>
    public static ModelProto Decoder(params (string Key, string Value)[] metadata)
    {
        ModelProto model = Model(new GraphProto
        {
            Node = { Node("Identity", ["latent"], ["image"]) },
            Initializer = { Tensor("w", DataType.Float, 4, 1) },
            Input = { Value("latent", "N", "2") },
            Output = { Value("image", "N", "1", "28", "28") },
        });
        model.MetadataProps.Add(metadata.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        return model;
    }

    /// <summary>An encoder: image [N, 1, 28, 28] -> mean and log_variance [N, 2].</summary>
    public static ModelProto Encoder() => Model(new GraphProto
    {
        Input = { Value("image", "N", "1", "28", "28") },
        Output = { Value("mean", "N", "2"), Value("log_variance", "N", "2") },
    });

    public static ModelProto Model(GraphProto graph) =>
        new() { IrVersion = 8, ProducerName = "tests", OpsetImport = { new OperatorSetIdProto { Version = 17 } }, Graph = graph };

    public static byte[] Bytes(GraphProto graph) => Model(graph).ToByteArray();

    public static ValueInfoProto Value(string name, params string[] dimensions) => Value(name, (int)DataType.Float, dimensions);

    /// <summary>A tensor; digits are sizes, other texts symbols, an empty text nothing at all.</summary>
    public static ValueInfoProto Value(string name, int elementType, params string[] dimensions) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor { ElemType = elementType, Shape = new TensorShapeProto { Dim = { dimensions.Select(Dimension) } } },
        },
    };

    public static NodeProto Node(string operatorType, string[] inputs, string[] outputs, params AttributeProto[] attributes) =>
        new() { OpType = operatorType, Input = { inputs }, Output = { outputs }, Attribute = { attributes } };

    public static TensorProto Tensor(string name, DataType type, int bytes, params long[] shape) =>
        new() { Name = name, DataType = (int)type, Dims = { shape }, RawData = ByteString.CopyFrom(new byte[bytes]) };

    private static TensorShapeProto.Types.Dimension Dimension(string size) => size.Length == 0 ? new()
        : char.IsAsciiDigit(size[0]) ? new() { DimValue = long.Parse(size, System.Globalization.CultureInfo.InvariantCulture) }
        : new() { DimParam = size };
}
