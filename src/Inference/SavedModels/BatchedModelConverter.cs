using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Transforms.Onnx;
using VaePipeline.Inference.Sessions;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.SavedModels;

/// <summary>Replaces ML.NET's ONNX transformers in a model by batched ones.</summary>
/// <param name="configureSession">See <see cref="BatchedOnnxOptions.ConfigureSession"/>.</param>
internal sealed class BatchedModelConverter(Action<SessionOptions>? configureSession)
{
    private const string AnyModel = "ONNX transformer";

    private static readonly TransformerScope[] Scopes = [TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring];

    private readonly MLContext _context = new();
    private readonly List<OnnxTransformer> _replaced = [];
    private readonly List<BatchedOnnxTransformer> _made = [];

    /// <summary>The model with the replacements. Where this throws, the model is as it was.</summary>
    public ITransformer Apply(ITransformer model)
    {
        ITransformer upgraded;
        try
        {
            upgraded = Replace(model, isFollowed: false);
        }
        catch
        {
            _made.ForEach(transformer => transformer.Dispose());
            throw;
        }

        _replaced.ForEach(transformer => transformer.Dispose());
        return upgraded;
    }

    private ITransformer Replace(ITransformer model, bool isFollowed) => model switch
    {
        TransformerChain<ITransformer> chain => ReplaceIn(chain, isFollowed),
        OnnxTransformer stock => Replace(stock, isFollowed),
        IEnumerable<ITransformer> => throw new ArgumentException(
            "model: has a chain of a known last transformer; expected chains as Model.Load gives them. Save the model and load it.", nameof(model)),
        _ => model,
    };

    private TransformerChain<ITransformer> ReplaceIn(TransformerChain<ITransformer> chain, bool isFollowed)
    {
        // The chain does not tell its scopes, but which of its transformers are in one.
        ITransformer[] transformers = [.. chain];
        var scopes = new TransformerScope[transformers.Length];
        foreach (TransformerScope scope in Scopes)
        {
            int next = 0;
            foreach (ITransformer inScope in chain.GetModelFor(scope))
            {
                next = Array.IndexOf(transformers, inScope, next);
                scopes[next++] |= scope;
            }
        }

        return new TransformerChain<ITransformer>(
            [.. transformers.Select((transformer, i) => Replace(transformer, isFollowed || i < transformers.Length - 1))], scopes);
    }

    private ITransformer Replace(OnnxTransformer stock, bool isFollowed)
    {
        if (Spec(stock, isFollowed) is not { } spec)
        {
            return stock;
        }

        spec = spec with { Options = spec.Options with { ConfigureSession = configureSession } };
        var batched = new BatchedOnnxTransformer(spec, OnnxSession.Open(spec.Model, spec.Options));
        _made.Add(batched);
        _replaced.Add(stock);
        return batched;
    }

    /// <summary>How to run stock's model; <c>null</c> where this library did not save it and stock's columns cannot be made in batches.</summary>
    private BatchedOnnxSpec? Spec(OnnxTransformer stock, bool isFollowed)
    {
        using var file = new MemoryStream();
        _context.Model.Save(stock, null, file);
        file.Position = 0;
        byte[] bytes = ModelArchive.ReadOnnxModels(file, AnyModel).Values.Single();
        OnnxModel model = OnnxModel.Of(bytes, AnyModel);
        return SavedOptions.Read(model) is { } saved
            ? Spec(stock, model with { Path = saved.SourceFile }, saved.Options with { KeepBatchAxis = saved.Options.KeepBatchAxis || isFollowed })
            : ForeignSpec(stock, model);
    }

    private static BatchedOnnxSpec? ForeignSpec(OnnxTransformer stock, OnnxModel model)
    {
        try
        {
            BatchedOnnxSpec spec = Spec(stock, model, new BatchedOnnxOptions { KeepBatchAxis = true });
            bool isSame = Columns(stock, spec).Zip(spec.Outputs).All(pair =>
                pair.First.Type.Equals(spec.TypeOf(pair.Second)) && pair.First.Annotations.Schema.Count == 0);
            return isSame && spec.FixedBatch is null ? spec : null;
        }
        catch (Exception error) when (error is BadInputException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            // No batch axis, a type without a column, or stock wants other columns than one for each input.
            return null;
        }
    }

    private static BatchedOnnxSpec Spec(OnnxTransformer stock, OnnxModel model, BatchedOnnxOptions options)
    {
        BatchedOnnxSpec all = BatchedOnnxSpec.Create(model, null, null, options);
        return all with { Outputs = [.. Columns(stock, all).Select(column => Output(all, column.Name))] };
    }

    /// <summary>The columns that stock makes of a model's inputs.</summary>
    private static IEnumerable<DataViewSchema.Column> Columns(OnnxTransformer stock, BatchedOnnxSpec spec) =>
        stock.GetOutputSchema(new EmptyDataView(spec.Inputs).Schema).Skip(spec.Inputs.Count);

    private static TensorColumn Output(BatchedOnnxSpec spec, string column) =>
        spec.Outputs.FirstOrDefault(output => StockNames.Column(output.Name) == column) is { } output
            ? output with { Name = column }
            : throw BadInputException.In(spec.Model.Path, $"no output for column \"{column}\"", "one of its name", "Save the model again.");
}
