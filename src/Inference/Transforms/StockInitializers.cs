using Microsoft.ML.OnnxRuntime.Tensors;
using VaePipeline.Inference.Graphs;

namespace VaePipeline.Inference.Transforms;

/// <summary>
/// ML.NET's ONNX transformer refuses a model whose weights are of a type that no column has, such as float16, wherever
/// they are used. As the results of Constant nodes they escape it, and engines take those for weights again.
/// </summary>
internal static class StockInitializers
{
    private const int TensorType = 2;

    /// <summary>The model with such weights as nodes; an input that only gave one a type goes.</summary>
    public static byte[] Hide(ReadOnlyMemory<byte> model) => ProtobufField.Join([.. ProtobufField.In(model)
        .Select(field => field.Number == OnnxFields.ModelGraph ? field.With(HideInGraph(field.Payload)) : field)]);

    private static ReadOnlyMemory<byte> HideInGraph(ReadOnlyMemory<byte> graph)
    {
        List<ProtobufField> fields = ProtobufField.In(graph);
        Dictionary<string, ReadOnlyMemory<byte>> hidden = fields.Where(IsUnknown)
            .ToDictionary(field => GraphValues.TextOf(field.Payload, OnnxFields.TensorName), field => field.Payload);
        return hidden.Count == 0 ? graph : ProtobufField.Join(
        [
            .. hidden.Select(tensor => GraphNodes.Constant(tensor.Key, tensor.Value)),
            .. fields.Where(field => !IsUnknown(field)
                && !(field.Number == OnnxFields.GraphInput && hidden.ContainsKey(GraphValues.TextOf(field.Payload, OnnxFields.ValueName)))),
        ]);
    }

    private static bool IsUnknown(ProtobufField field) => field.Number == OnnxFields.GraphInitializer
        && (TensorElementType)ProtobufField.In(field.Payload).LastOrDefault(part => part.Number == TensorType).Value
            is TensorElementType.Float16 or >= TensorElementType.Complex64;
}
