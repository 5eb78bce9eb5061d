using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;
using VaePipeline.Inference.Graphs;

namespace VaePipeline.Inference.Transforms.Saving;

/// <summary>
/// Saves a model as ML.NET's own ONNX transformer: ML.NET lets no other assembly write entries of a model file, nor load
/// them, but a stock transformer made from the same bytes writes itself.
/// </summary>
internal static class StockOnnxModel
{
    /// <summary>Writes the model into <paramref name="context"/>. The stock transformer takes its columns by the tensors' names, so these become the columns'.</summary>
    /// <exception cref="InvalidOperationException">A column is both read and made.</exception>
    public static void Save(BatchedOnnxSpec spec, ModelSaveContext context)
    {
        byte[] renamed = GraphEdges.Rewrite(spec.Model.Bytes, Edges(spec.Inputs), Edges(spec.Outputs), keepOthers: false);
        var mlContext = new MLContext();
        using var stream = new MemoryStream(renamed, writable: false);
        OnnxScoringEstimator estimator = mlContext.Transforms.ApplyOnnxModel(
            [.. spec.Outputs.Select(output => output.Name)], [.. spec.Inputs.Select(input => input.Name)], stream);
        using OnnxTransformer stock = estimator.Fit(new EmptyDataView(spec.Inputs));
        ((ICanSaveModel)stock).Save(context);
    }

    private static Dictionary<string, GraphEdge> Edges(IEnumerable<TensorColumn> columns) => columns.ToDictionary(
        column => column.Tensor.Name,
        column => new GraphEdge(column.Name, column.Tensor.ElementType, column.Tensor.ElementType, column.Tensor.RowShape));
}
