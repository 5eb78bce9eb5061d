using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Estimators one after the other, each fitted to what those before it make of the data.</summary>
public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    /// <summary>Null where the chain is empty.</summary>
    public readonly IEstimator<TLastTransformer> LastEstimator;

    private readonly IHostEnvironment? _cacheEnvironment;
    private readonly EstimatorLink[] _links;

    public EstimatorChain()
        : this(null, [])
    {
    }

    internal EstimatorChain(IHostEnvironment? cacheEnvironment, EstimatorLink[] links)
    {
        _cacheEnvironment = cacheEnvironment;
        _links = links;
        // Null for an empty chain, as in the real package.
        LastEstimator = links.Length == 0 ? null! : (IEstimator<TLastTransformer>)links[^1].Estimator;
    }

    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        GetOutputSchema(SchemaShape.Create(input.Schema)); // Throws before any fitting.
        IDataView current = input;
        var transformers = new List<ITransformer>();
        foreach (EstimatorLink link in _links)
        {
            transformers.Add(link.Estimator.Fit(current));
            current = transformers[^1].Transform(current);
            if (link.CacheAfter && transformers.Count < _links.Length)
                current = new CacheDataView(_cacheEnvironment!, current, []); // Set wherever a link caches.
        }

        return new TransformerChain<TLastTransformer>(transformers, _links.Select(link => link.Scope));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        _links.Aggregate(inputSchema, (shape, link) => link.Estimator.GetOutputSchema(shape));

    public EstimatorChain<TNewTrans> Append<TNewTrans>(IEstimator<TNewTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TNewTrans : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(estimator);
        return new EstimatorChain<TNewTrans>(_cacheEnvironment, [.. _links, new EstimatorLink(estimator, scope, CacheAfter: false)]);
    }

    /// <summary>Caches the data for the estimators that follow, while fitting only.</summary>
    public EstimatorChain<TLastTransformer> AppendCacheCheckpoint(IHostEnvironment env)
    {
        ArgumentNullException.ThrowIfNull(env);
        if (_links.Length == 0)
            throw new InvalidOperationException("Current estimator chain has no estimator, can't append cache checkpoint. Append an estimator first.");
        return _links[^1].CacheAfter ? this : new EstimatorChain<TLastTransformer>(env, [.. _links[..^1], _links[^1] with { CacheAfter = true }]);
    }
}
