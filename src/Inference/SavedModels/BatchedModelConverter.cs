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

    /// <summary>The model with the replacements. If this throws, the model is as it was.</summary>
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
        ITransformer replacement = Batched(stock, isFollowed);
        if (replacement is BatchedOnnxTransformer batched)
        {
            _made.Add(batched);
            _replaced.Add(stock);
        }

        return replacement;
    }

    /// <summary>A batched transformer for stock's model; stock if this library did not save it and its columns cannot be made in batches.</summary>
    private ITransformer Batched(OnnxTransformer stock, bool isFollowed)
    {
        using var file = new MemoryStream();
        _context.Model.Save(stock, null, file);
        file.Position = 0;
        OnnxModel model = OnnxModel.Of(ModelArchive.ReadOnnxModels(file, AnyModel).Values.Single(), AnyModel);
        if (SavedOptions.Read(model) is not { } saved)
        {
            return Foreign(stock, model);
        }

        BatchedOnnxOptions options = saved.Options with
        {
            KeepBatchAxis = saved.Options.KeepBatchAxis || isFollowed,
            ConfigureSession = configureSession,
        };
        model = GraphTypeAdapter.Adapt(model with { Path = saved.SourceFile }, options.PixelType);
        return OnnxSession.Open(model, options, session => new BatchedOnnxTransformer(Spec(stock, model, session, options), session));
    }

    private ITransformer Foreign(OnnxTransformer stock, OnnxModel model)
    {
        var options = new BatchedOnnxOptions { KeepBatchAxis = true, ConfigureSession = configureSession };
        OnnxSession? session = null;
        try
        {
            model = GraphTypeAdapter.Adapt(model, options.PixelType);
            session = OnnxSession.Open(model, options);
            BatchedOnnxSpec spec = Spec(stock, model, session, options);
            bool isSame = Columns(stock, spec).Zip(spec.Outputs).All(pair =>
                pair.First.Type.Equals(spec.TypeOf(pair.Second)) && pair.First.Annotations.Schema.Count == 0);
            if (!isSame || spec.Tensors.FixedBatch is not null)
            {
                return stock;
            }

            var batched = new BatchedOnnxTransformer(spec, session);
            session = null;
            return batched;
        }
        catch (Exception error) when (error is BadInputException || (session is not null && error is ArgumentException or InvalidOperationException))
        {
            // No batch axis, a type without a column, or stock wants other columns than one for each input.
            return stock;
        }
        finally
        {
            session?.Dispose();
        }
    }

    private static BatchedOnnxSpec Spec(OnnxTransformer stock, OnnxModel model, OnnxSession session, BatchedOnnxOptions options)
    {
        BatchedOnnxSpec all = BatchedOnnxSpec.Of(model, session, null, null, options);
        return new BatchedOnnxSpec(model, all.Inputs, [.. Columns(stock, all).Select(column => Output(all, column.Name))], options);
    }

    /// <summary>The columns that stock makes of a model's inputs.</summary>
    private static IEnumerable<DataViewSchema.Column> Columns(OnnxTransformer stock, BatchedOnnxSpec spec)
    {
        var data = new EmptyDataView(spec.Inputs.Select(input => (input.Name, input.Type(keepBatchAxis: false))));
        return stock.GetOutputSchema(data.Schema).Skip(spec.Inputs.Count);
    }

    private static TensorColumn Output(BatchedOnnxSpec spec, string column) =>
        spec.Outputs.FirstOrDefault(output => MlNetNames.Column(output.Name) == column) is { } output
            ? output with { Name = column }
            : throw BadInputException.In(spec.Model.Path, $"no output for column \"{column}\"", "one of its name", "Save the model again.");
}
