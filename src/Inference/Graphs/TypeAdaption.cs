using Microsoft.ML.OnnxRuntime.Tensors;
using VaePipeline.Contracts.Onnx;

namespace VaePipeline.Inference.Graphs;

/// <summary>
/// Gives a model inputs and outputs of types that columns can have: nodes are added that convert, and names stay as
/// they are outside.
/// </summary>
internal static class TypeAdaption
{
    private const int CastOpset = 6;
    private const int QuantizeOpset = 10;

    /// <summary>
    /// Float16 inputs and outputs become float32. With <see cref="PixelType.Byte"/>, float32 and float16 outputs become
    /// uint8: times 255, rounded half to even, values outside [0, 1] to 0 and 255, and so are infinities; what NaN
    /// becomes is the engine's choice. An output that is an input too stays what the caller gives.
    /// </summary>
    /// <returns>The adapted model, or the very same where nothing has to change.</returns>
    /// <exception cref="BadInputException">The model is damaged, its operator set is too old, or an output to turn into bytes is an input too.</exception>
    public static OnnxModel Adapt(OnnxModel model, PixelType pixelType)
    {
        OnnxSummary summary = OnnxFile.Read(model.Bytes, model.Path);
        var inputs = new Dictionary<string, GraphEdge>();
        foreach (OnnxValue input in summary.Inputs.Where(input => input.ElementType == "float16"))
        {
            inputs[input.Name] = new GraphEdge(input.Name, TensorElementType.Float16, TensorElementType.Float);
        }

        var outputs = new Dictionary<string, GraphEdge>();
        foreach (OnnxValue output in summary.Outputs)
        {
            TensorElementType type = output.ElementType == "float16" ? TensorElementType.Float16 : TensorElementType.Float;
            bool isNumber = type == TensorElementType.Float16 || output.ElementType == "float32";
            if (isNumber && pixelType == PixelType.Byte)
            {
                RequireNoInput(model, summary, output);
                outputs[output.Name] = new GraphEdge(output.Name, type, TensorElementType.UInt8);
            }
            else if (type == TensorElementType.Float16)
            {
                outputs[output.Name] = new GraphEdge(output.Name, type, TensorElementType.Float);
            }
        }

        if (inputs.Count + outputs.Count == 0)
        {
            return model;
        }

        try
        {
            bool hasBytes = outputs.Values.Any(output => output.Type == TensorElementType.UInt8);
            RequireOpset(model, hasBytes ? QuantizeOpset : CastOpset);
            return model with { Bytes = GraphEdges.Rewrite(model.Bytes, inputs, outputs, keepOthers: true) };
        }
        catch (InvalidDataException error)
        {
            throw BadInputException.In(
                model.Path, error.Message, "an ONNX model", "The file is damaged or of another kind: take it as it was exported.", error);
        }
    }

    private static void RequireNoInput(OnnxModel model, OnnxSummary summary, OnnxValue output)
    {
        if (summary.Inputs.Any(input => input.Name == output.Name))
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
        // ONNX's own operator set has an empty name, or ai.onnx.
        ulong opset = ProtobufField.In(model.Bytes)
            .Where(field => field.Number == OnnxFields.ModelOpset)
            .Select(field => ProtobufField.In(field.Payload))
            .Where(set => set.Where(part => part.Number == 1).All(domain => domain.Payload.Length == 0 || domain.Payload.Span.SequenceEqual("ai.onnx"u8)))
            .Select(set => set.LastOrDefault(part => part.Number == 2).Value)
            .DefaultIfEmpty()
            .Max();
        if (opset < (ulong)needed)
        {
            throw BadInputException.In(
                model.Path,
                string.Create(CultureInfo.InvariantCulture, $"opset {opset}"),
                string.Create(CultureInfo.InvariantCulture, $"at least {needed} to convert the model's float16 tensors or to give bytes"),
                "Export the model with a newer opset.");
        }
    }
}
