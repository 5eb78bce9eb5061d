using Google.Protobuf;
using Microsoft.ML.Transforms.Onnx;
using VaePipeline.Contracts.Onnx;
using VaePipeline.Contracts.Onnx.Editing;
using DataType = VaePipeline.Contracts.Onnx.TensorProto.Types.DataType;

namespace VaePipeline.Inference.Transforms;

/// <summary>
/// Saves a model as ML.NET's own ONNX transformer: ML.NET lets no other assembly write entries of a model file, nor load
/// them, but a stock transformer made from the same bytes writes itself.
/// </summary>
internal static class MlNetOnnxModel
{
    /// <summary>
    /// Writes the model into <paramref name="context"/>. The stock transformer takes its columns by the tensors' names, so
    /// these become the columns'; outputs without a column go.
    /// </summary>
    /// <exception cref="NotSupportedException">The model has a fixed batch axis.</exception>
    /// <exception cref="InvalidOperationException">The columns' names cannot be given to the model's tensors.</exception>
    public static void Save(BatchedOnnxSpec spec, ModelSaveContext context)
    {
        if (spec.Tensors.FixedBatch is > 1 and int size)
        {
            throw new NotSupportedException(Invariant(
                $"{spec.Model.Path}: the batch axis is fixed at {size}; expected a symbolic one to save the model, for it is saved as ML.NET's own transformer, which runs one row at a time. Export the model with a symbolic first axis."));
        }

        // A file with a name of ours: ML.NET copies bytes to one of a random name, which it leaves behind, and of which one
        // in 32,768 ends in .ort, ONNX Runtime's other format.
        DirectoryInfo folder = Directory.CreateTempSubdirectory("vae-save-");
        try
        {
            List<TensorColumn> inputs = [.. spec.Inputs.DistinctBy(input => input.Name)];
            List<TensorColumn> outputs =
                [.. spec.Outputs.Select(output => output with { Name = MlNetNames.Output(output.Name, inputs.Exists(input => input.Name == output.Name)) })];
            string file = Path.Combine(folder.FullName, "model.onnx");
            File.WriteAllBytes(file, Bytes(spec, outputs));
            OnnxScoringEstimator estimator = new MLContext().Transforms.ApplyOnnxModel(
                [.. outputs.Select(output => output.Name)], [.. inputs.Select(input => input.Name)], file);
            using OnnxTransformer stock = estimator.Fit(new EmptyDataView(inputs.Select(input => (input.Name, input.Type(keepBatchAxis: false)))));
            ((ICanSaveModel)stock).Save(context);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Bytes(BatchedOnnxSpec spec, List<TensorColumn> outputs)
    {
        ModelProto model = ModelProto.ReadWhole(spec.Model.Bytes, spec.Model.Path);
        GraphEdges.Rewrite(
            model.Graph,
            spec.Inputs.ToDictionary(input => input.Tensor.Name, InputEdge),
            outputs.ToDictionary(output => output.Tensor.Name, Edge),
            keepOthers: false);
        HideInitializers(model.Graph);
        SavedOptions.Write(model, spec.Model.Path, spec.Options);
        return model.ToByteArray();
    }

    /// <summary>
    /// Turns weights of a type that no column has, such as float16, into Constant nodes, for stock refuses a model with
    /// such weights, wherever they are used; engines take the nodes for weights again. An input that only gave one a type goes.
    /// </summary>
    private static void HideInitializers(GraphProto graph)
    {
        var hidden = graph.Initializer.Where(HasNoColumn).ToDictionary(tensor => tensor.Name);
        graph.Initializer.Set(graph.Initializer.Where(tensor => !HasNoColumn(tensor)));
        graph.Input.Set(graph.Input.Where(input => !hidden.ContainsKey(input.Name)));
        graph.Node.Set(hidden.Values.Select(tensor => GraphNodes.Constant(tensor.Name, tensor)).Concat(graph.Node));
    }

    private static bool HasNoColumn(TensorProto tensor) => (DataType)tensor.DataType is DataType.Float16 or >= DataType.Complex64;

    // Stock makes a tensor [1, 1] of a scalar column, whatever the model takes.
    private static GraphEdge InputEdge(TensorColumn input) =>
        input.Tensor.RowShape.Count > 0 ? Edge(input) : Edge(input) with { RowShape = [1], IsFlattened = true };

    private static GraphEdge Edge(TensorColumn column)
    {
        // ONNX Runtime numbers the types as the format does.
        var type = (DataType)column.Tensor.ElementType;
        return new GraphEdge(column.Name, type, type, column.Tensor.RowShape);
    }
}
