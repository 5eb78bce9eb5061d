using System.Globalization;
using VaePipeline.Contracts.Errors;

namespace VaePipeline.Contracts.Models;

/// <summary>
/// Walks a ModelProto (field numbers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto) for its metadata and
/// the types of its inputs and outputs, and refuses tensors whose data lie in another file.
/// </summary>
internal sealed class OnnxWalk(string path)
{
    // Deeper than any real If or Loop, and far from the end of the stack.
    private const int MaximumDepth = 64;

    private static readonly string[] ElementTypes =
    [
        "undefined", "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool",
        "float16", "float64", "uint32", "uint64", "complex64", "complex128", "bfloat16",
    ];

    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);
    private readonly List<OnnxValue> inputs = [];
    private readonly List<OnnxValue> outputs = [];
    private readonly HashSet<string> initializers = new(StringComparer.Ordinal);
    private bool hasVersion;
    private bool hasGraph;

    public OnnxSummary Read(ReadOnlySpan<byte> model)
    {
        if (model.IsEmpty)
        {
            throw BadInputException.AtByte(path, 0, "the file is empty", "an ONNX model", "Take the file as it was exported.");
        }

        ProtobufReader reader = new(model, path);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: // ir_version
                    reader.Integer();
                    hasVersion = true;
                    break;
                case 7: // graph
                    ReadGraph(reader.Message(), isMain: true, depth: 0);
                    hasGraph = true;
                    break;
                case 14: // metadata_props
                    ReadEntry(reader.Message());
                    break;
                case 25: // functions: their nodes may hold tensors
                    ReadFunction(reader.Message());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (!hasVersion || !hasGraph)
        {
            throw BadInputException.AtByte(
                path,
                model.Length,
                $"the file ends without {(hasVersion ? "a graph" : "an IR version")}",
                "an ONNX model",
                "The file is damaged or of another kind: take it as it was exported.");
        }

        inputs.RemoveAll(input => initializers.Contains(input.Name));
        return new OnnxSummary(metadata, inputs, outputs);
    }

    private void ReadEntry(ProtobufReader reader)
    {
        string key = "";
        string value = "";
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    key = reader.Text();
                    break;
                case 2:
                    value = reader.Text();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        metadata[key] = value;
    }

    private void ReadGraph(ProtobufReader reader, bool isMain, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw BadInputException.In(path, $"graphs within graphs, more than {MaximumDepth} deep", "an ONNX model", "Take the file as it was exported.");
        }

        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: // node
                    ReadNode(reader.Message(), depth);
                    break;
                case 5: // initializer
                    string name = ReadTensor(reader.Message());
                    if (isMain)
                    {
                        initializers.Add(name);
                    }

                    break;
                case 11 when isMain: // input
                    inputs.Add(ReadValue(reader.Message()));
                    break;
                case 12 when isMain: // output
                    outputs.Add(ReadValue(reader.Message()));
                    break;
                case 15: // sparse_initializer
                    ReadSparseTensor(reader.Message());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private void ReadFunction(ProtobufReader reader)
    {
        while (reader.Next())
        {
            if (reader.Field == 7) // node
            {
                ReadNode(reader.Message(), depth: 0);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadNode(ProtobufReader reader, int depth)
    {
        while (reader.Next())
        {
            if (reader.Field == 5) // attribute
            {
                ReadAttribute(reader.Message(), depth);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadAttribute(ProtobufReader reader, int depth)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 5 or 10: // t, tensors
                    ReadTensor(reader.Message());
                    break;
                case 6 or 11: // g, graphs
                    ReadGraph(reader.Message(), isMain: false, depth + 1);
                    break;
                case 22 or 23: // sparse_tensor, sparse_tensors
                    ReadSparseTensor(reader.Message());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private void ReadSparseTensor(ProtobufReader reader)
    {
        while (reader.Next())
        {
            if (reader.Field is 1 or 2) // values, indices
            {
                ReadTensor(reader.Message());
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private string ReadTensor(ProtobufReader reader)
    {
        string name = "";
        bool isExternal = false;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 8:
                    name = reader.Text();
                    break;
                case 13: // external_data: where the bytes lie
                    reader.Skip();
                    isExternal = true;
                    break;
                case 14: // data_location: 0 in this file, 1 external
                    isExternal |= reader.Integer() != 0;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return isExternal
            ? throw BadInputException.In(path, $"tensor \"{name}\" has its data in another file", "a model in one file", "Save the model without external data.")
            : name;
    }

    private static OnnxValue ReadValue(ProtobufReader reader)
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

        elementType = type >= 0 && type < ElementTypes.Length
            ? ElementTypes[type]
            : string.Create(CultureInfo.InvariantCulture, $"type {type}");
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
