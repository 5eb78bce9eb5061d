namespace VaePipeline.Contracts.Onnx;

/// <content>Types and shapes of inputs and outputs.</content>
internal sealed partial class OnnxWalk
{
    private static readonly string[] ElementTypes =
    [
        "undefined", "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool",
        "float16", "float64", "uint32", "uint64", "complex64", "complex128", "bfloat16",
    ];

    /// <summary>ONNX's name of an element type in the way of numpy.</summary>
    internal static string NameOfType(long type) => type >= 0 && type < ElementTypes.Length
        ? ElementTypes[type]
        : string.Create(CultureInfo.InvariantCulture, $"type {type}");

    /// <summary>Reads a ValueInfoProto.</summary>
    internal static OnnxValue ReadValue(ProtobufReader reader)
    {
        string name = "";
        string elementType = "no tensor";
        List<string>? dimensions = null;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.Text();
                    break;
                case 2: // type
                    ProtobufReader type = reader.Message();
                    while (type.Next())
                    {
                        if (type.Field == 1) // tensor_type
                        {
                            ReadTensorType(type.Message(), out elementType, out dimensions);
                        }
                        else
                        {
                            type.Skip();
                        }
                    }

                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new OnnxValue(name, elementType, dimensions);
    }

    private static void ReadTensorType(ProtobufReader reader, out string elementType, out List<string>? dimensions)
    {
        long type = 0;
        dimensions = null;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: // elem_type
                    type = reader.Integer();
                    break;
                case 2: // shape
                    dimensions ??= [];
                    ProtobufReader shape = reader.Message();
                    while (shape.Next())
                    {
                        if (shape.Field == 1) // dim
                        {
                            dimensions.Add(ReadDimension(shape.Message()));
                        }
                        else
                        {
                            shape.Skip();
                        }
                    }

                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        elementType = NameOfType(type);
    }

    private static string ReadDimension(ProtobufReader reader)
    {
        string dimension = "?";
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: // dim_value
                    dimension = reader.Integer().ToString(CultureInfo.InvariantCulture);
                    break;
                case 2: // dim_param
                    dimension = reader.Text() is { Length: > 0 } symbol ? symbol : "?";
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return dimension;
    }
}
