namespace VaePipeline.Contracts.Onnx.Inspection;

/// <summary>
/// Reads a ModelProto whole (field numbers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), but for the
/// graphs within its nodes, and names the part of the file in errors.
/// </summary>
internal sealed partial class InspectedModelReader(string path)
{
    private const string TakeAgain = "The file is damaged or of another kind: take it as it was exported.";

    private readonly InspectedModel _model = new();

    /// <exception cref="BadInputException">The bytes are no ONNX model.</exception>
    public InspectedModel Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            throw BadInputException.AtByte(path, 0, "the file is empty", "an ONNX model", "Take the file as it was exported.");
        }

        bool hasGraph = false;
        ProtobufReader reader = new(bytes, path);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    _model.IrVersion = reader.Integer();
                    break;
                case 2:
                    _model.ProducerName = reader.Text();
                    break;
                case 3:
                    _model.ProducerVersion = reader.Text();
                    break;
                case 7:
                    ReadGraph(reader.Message("graph"));
                    hasGraph = true;
                    break;
                case 8:
                    ReadOpset(reader.Message(Part("opset_import", _model.Opsets.Count)));
                    break;
                case 14:
                    _model.Metadata.Add(OnnxWalk.ReadEntry(reader.Message(Part("metadata_props", _model.Metadata.Count))));
                    break;
                case 25:
                    reader.Skip();
                    _model.Functions++;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        string? missing = _model.IrVersion == 0 ? "an IR version" : !hasGraph ? "a graph" : _model.Opsets.Count == 0 ? "an operator set" : null;
        if (missing is not null)
        {
            throw BadInputException.AtByte(path, bytes.Length, $"the file ends without {missing}", "an ONNX model", TakeAgain);
        }

        _model.Inputs.RemoveAll(input => _model.Initializers.Contains(input.Name));
        return _model;
    }

    private void ReadOpset(ProtobufReader reader)
    {
        string domain = "";
        long version = 0;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    domain = reader.Text();
                    break;
                case 2:
                    version = reader.Integer();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        _model.Opsets.Add(new(domain.Length == 0 ? "ai.onnx" : domain, version));
    }

    private static string Part(string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{name}[{index}]");
}
