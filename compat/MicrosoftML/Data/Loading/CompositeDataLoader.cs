using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.Data;

/// <summary>A loader and the transformers that follow it.</summary>
[SuppressMessage("Design", "CA1063", Justification = "Sealed; nothing to finalize.")]
public sealed class CompositeDataLoader<TSource, TLastTransformer> : IDataLoader<TSource>, IDisposable
    where TLastTransformer : class, ITransformer
{
    public readonly IDataLoader<TSource> Loader;

    /// <summary>May be empty.</summary>
    public readonly TransformerChain<TLastTransformer> Transformer;

    public CompositeDataLoader(IDataLoader<TSource> loader, TransformerChain<TLastTransformer>? transformerChain = null)
    {
        ArgumentNullException.ThrowIfNull(loader);
        Loader = loader;
        Transformer = transformerChain ?? new TransformerChain<TLastTransformer>();
    }

    public IDataView Load(TSource input) => Transformer.Transform(Loader.Load(input));

    public DataViewSchema GetOutputSchema() => Transformer.GetOutputSchema(Loader.GetOutputSchema());

    public CompositeDataLoader<TSource, TNewLast> AppendTransformer<TNewLast>(TNewLast transformer)
        where TNewLast : class, ITransformer =>
        new(Loader, Transformer.Append(transformer));

    /// <summary>Disposes the transformers that can be.</summary>
    public void Dispose() => Transformer.Dispose();

    void ICanSaveModel.Save(ModelSaveContext ctx) => CompositeLoaderFormat.Save(ctx, Loader, Transformer);
}
