using Google.Protobuf;
using VaePipeline.Contracts.Onnx;
using VaePipeline.Contracts.Onnx.Editing;
using DataType = VaePipeline.Contracts.Onnx.TensorProto.Types.DataType;

namespace VaePipeline.Inference.Sessions;

/// <summary>
/// Gives a model inputs and outputs of types that columns can have: nodes are added that convert, and names stay as
/// they are outside.
/// </summary>
internal static class GraphTypeAdapter
{
    private const int CastOpset = 6;
    private const int QuantizeOpset = 10;

    /// <summary>
    /// Float16 inputs and outputs become float32. With <see cref="PixelType.Byte"/>, float32 and float16 outputs become
    /// uint8: times 255, rounded half to even, values outside [0, 1] to 0 and 255, and so are infinities; what NaN
    /// becomes is the engine's choice. An output that is an input too stays what the caller gives.
    /// </summary>
    /// <returns>The adapted model, or the very same if nothing has to change.</returns>
    /// <exception cref="BadInputException">The operator set is too old, or an output to turn into bytes is an input too.</exception>
    public static OnnxModel Adapt(OnnxModel model, PixelType pixelType)
    {
        OnnxSummary summary = model.Summary;
        var inputs = summary.Inputs.Where(input => TypeOf(input) == DataType.Float16)
            .ToDictionary(input => input.Name, input => new GraphEdge(input.Name, DataType.Float16, DataType.Float));
        var outputs = new Dictionary<string, GraphEdge>();
        foreach (OnnxValue output in summary.Outputs)
        {
            DataType? type = TypeOf(output);
            if (type is not null && pixelType == PixelType.Byte)
            {
                RequireNoInput(model, output);
                outputs[output.Name] = new GraphEdge(output.Name, type.Value, DataType.Uint8);
            }
            else if (type == DataType.Float16)
            {
                outputs[output.Name] = new GraphEdge(output.Name, DataType.Float16, DataType.Float);
            }
        }

        if (inputs.Count + outputs.Count == 0)
        {
            return model;
        }

        RequireOpset(model, outputs.Values.Any(output => output.Type == DataType.Uint8) ? QuantizeOpset : CastOpset);
        ModelProto adapted = ModelProto.ReadWhole(model.Bytes, model.Path);
        GraphEdges.Rewrite(adapted.Graph, inputs, outputs, keepOthers: true);
        return new OnnxModel(model.Path, adapted.ToByteArray(), OnnxSummary.Of(adapted));
    }

    /// <summary>The type of a tensor that can be converted; null for others.</summary>
    private static DataType? TypeOf(OnnxValue value) => value.ElementType switch { "float16" => DataType.Float16, "float32" => DataType.Float, _ => null };

    private static void RequireNoInput(OnnxModel model, OnnxValue output)
    {
        if (model.Summary.Inputs.Any(input => input.Name == output.Name))
        {
            throw BadInputException.In(
                model.Path,
                $"output \"{output.Name}\" is an input too",
                "outputs of the model's own to turn into bytes",
                $"Leave {nameof(PixelType)} at {nameof(PixelType.Model)}, or use another model.");
        }
    }

    private static void RequireOpset(OnnxModel model, int needed)
    {
        long opset = model.Summary.Opsets.Where(set => set.Domain == OnnxOpset.Onnx).Select(set => set.Version).DefaultIfEmpty().Max();
        if (opset < needed)
        {
            throw BadInputException.In(
                model.Path, Invariant($"opset {opset}"), Invariant($"at least {needed} to convert the model's float16 tensors or to give bytes"), "Export the model with a newer opset.");
        }
    }
}
