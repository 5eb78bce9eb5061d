namespace VaePipeline.Contracts.Onnx;

/// <summary>
/// Walks a ModelProto (field numbers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto) for its metadata and
/// the types of its inputs and outputs, and refuses tensors whose data lie in another file.
/// </summary>
internal sealed partial class OnnxWalk(string path)
{
    // Deeper than any real If or Loop, and far from the end of the stack.
    private const int MaximumDepth = 64;

    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly List<OnnxValue> _inputs = [];
    private readonly List<OnnxValue> _outputs = [];
    private readonly HashSet<string> _initializers = new(StringComparer.Ordinal);
    private bool _hasVersion;
    private bool _hasGraph;

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
                    _hasVersion = true;
                    break;
                case 7: // graph
                    ReadGraph(reader.Message(), isMain: true, depth: 0);
                    _hasGraph = true;
                    break;
                case 14: // metadata_props
                    (string key, string value) = ReadEntry(reader.Message());
                    _metadata[key] = value;
                    break;
                case 25: // functions: their nodes may hold tensors
                    ReadFunction(reader.Message());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (!_hasVersion || !_hasGraph)
        {
            throw BadInputException.AtByte(
                path,
                model.Length,
                $"the file ends without {(_hasVersion ? "a graph" : "an IR version")}",
                "an ONNX model",
                "The file is damaged or of another kind: take it as it was exported.");
        }

        _inputs.RemoveAll(input => _initializers.Contains(input.Name));
        return new OnnxSummary(_metadata, _inputs, _outputs);
    }

    /// <summary>An entry of the metadata.</summary>
    public static KeyValuePair<string, string> ReadEntry(ProtobufReader reader)
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

        return new(key, value);
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
                        _initializers.Add(name);
                    }

                    break;
                case 11 when isMain: // input
                    _inputs.Add(ReadValue(reader.Message()));
                    break;
                case 12 when isMain: // output
                    _outputs.Add(ReadValue(reader.Message()));
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
            switch (reader.Field)
            {
                case 7: // node
                    ReadNode(reader.Message(), depth: 0);
                    break;
                case 11: // attribute_proto: attributes with their defaults
                    ReadAttribute(reader.Message(), depth: 0);
                    break;
                default:
                    reader.Skip();
                    break;
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
}
