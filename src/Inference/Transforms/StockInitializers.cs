using VaePipeline.Contracts.Onnx;
using VaePipeline.Contracts.Onnx.Editing;
using DataType = VaePipeline.Contracts.Onnx.TensorProto.Types.DataType;

namespace VaePipeline.Inference.Transforms;

/// <summary>
/// ML.NET's ONNX transformer refuses a model whose weights are of a type that no column has, such as float16, wherever
/// they are used. As the results of Constant nodes they escape it, and engines take those for weights again.
/// </summary>
internal static class StockInitializers
{
    /// <summary>Turns such weights of a graph into nodes; an input that only gave one a type goes.</summary>
    public static void Hide(GraphProto graph)
    {
        var hidden = graph.Initializer.Where(IsUnknown).ToDictionary(tensor => tensor.Name);
        graph.Initializer.Set(graph.Initializer.Where(tensor => !IsUnknown(tensor)));
        graph.Input.Set(graph.Input.Where(input => !hidden.ContainsKey(input.Name)));
        graph.Node.Set(hidden.Values.Select(tensor => GraphNodes.Constant(tensor.Name, tensor)).Concat(graph.Node));
    }

    private static bool IsUnknown(TensorProto tensor) => (DataType)tensor.DataType is DataType.Float16 or >= DataType.Complex64;
}
