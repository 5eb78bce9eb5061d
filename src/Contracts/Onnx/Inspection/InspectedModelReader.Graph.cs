using System.Text;

namespace VaePipeline.Contracts.Onnx.Inspection;

/// <content>The main graph and its nodes.</content>
internal sealed partial class InspectedModelReader
{
    private void ReadGraph(ProtobufReader reader)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    ReadNode(reader.Message(Part("graph.node", _model.Nodes.Count)), reader.Offset);
                    break;
                case 2:
                    _model.GraphName = reader.Text();
                    break;
                case 5:
                    int offset = reader.Offset;
                    AddInitializer(ReadTensor(reader.Message(Part("graph.initializer", _model.Initializers.Count)), offset), offset);
                    break;
                case 11:
                    _model.Inputs.Add(OnnxWalk.ReadValue(reader.Message(Part("graph.input", _model.Inputs.Count))));
                    break;
                case 12:
                    _model.Outputs.Add(OnnxWalk.ReadValue(reader.Message(Part("graph.output", _model.Outputs.Count))));
                    break;
                case 13:
                    _model.Values.Add(OnnxWalk.ReadValue(reader.Message(Part("graph.value_info", _model.Values.Count))));
                    break;
                case 15:
                    int sparseOffset = reader.Offset;
                    AddInitializer(ReadSparseTensor(reader.Message(Part("graph.sparse_initializer", _model.Initializers.Count)), sparseOffset), sparseOffset);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private void AddInitializer(InspectedConstant tensor, int offset)
    {
        if (!_model.Initializers.Add(tensor.Name))
        {
            throw BadInputException.AtByte(path, offset, $"a second initializer \"{tensor.Name}\"", "a name of its own for each tensor", TakeAgain);
        }

        _model.Constants.Add(tensor);
    }

    private void ReadNode(ProtobufReader reader, int offset)
    {
        InspectedNode node = new(_model.Nodes.Count, offset);
        InspectedConstant? constant = null;
        int attributes = 0;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    node.Inputs.Add(reader.Text());
                    break;
                case 2:
                    node.Outputs.Add(reader.Text());
                    break;
                case 3:
                    node.Name = reader.Text();
                    break;
                case 4:
                    node.OperatorType = reader.Text();
                    break;
                case 5:
                    constant = ReadAttribute(reader.Message(Part($"graph.node[{node.Index}].attribute", attributes++)), node) ?? constant;
                    break;
                case 7:
                    node.Domain = reader.Text();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        _model.Nodes.Add(node);
        if (node.Operator == "Constant" && constant is not null && node.Outputs.Count == 1)
        {
            _model.Constants.Add(constant with { Name = node.Outputs[0] });
        }
    }

    /// <returns>The tensor that it holds, if it does.</returns>
    private InspectedConstant? ReadAttribute(ProtobufReader reader, InspectedNode node)
    {
        string name = "";
        long? number = null;
        string? text = null;
        List<long> list = [];
        InspectedConstant? tensor = null;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.Text();
                    break;
                case 3: // i
                    number = reader.Integer();
                    break;
                case 4: // s: bytes, which need not be a text
                    text = Encoding.UTF8.GetString(reader.Bytes());
                    break;
                case 8: // ints
                    reader.Integers(list);
                    break;
                case 5: // t
                    int offset = reader.Offset;
                    tensor = ReadTensor(reader.Message($"an attribute of {node.Description}"), offset);
                    break;
                case 6 or 11: // g, graphs
                    reader.Skip();
                    node.Graphs++;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (number is { } integer)
        {
            node.Integers[name] = integer;
        }

        if (text is not null)
        {
            node.Texts[name] = text;
        }

        if (list.Count > 0)
        {
            node.Lists[name] = list;
        }

        return tensor;
    }
}
