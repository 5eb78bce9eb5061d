using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.Data;

/// <summary>Transformers one after the other.</summary>
[SuppressMessage("Design", "CA1063", Justification = "Sealed; nothing to finalize.")]
public sealed partial class TransformerChain<TLastTransformer> : ITransformer, IEnumerable<ITransformer>, ITransformerChainAccessor, IDisposable
    where TLastTransformer : class, ITransformer
{
    /// <summary>Null where the chain is empty.</summary>
    public readonly TLastTransformer LastTransformer;

    private readonly ITransformer[] _transformers;
    private readonly TransformerScope[] _scopes;
    private bool _disposed;

    /// <exception cref="InvalidOperationException">The last transformer is of another type, or the scopes are not as many.</exception>
    public TransformerChain(IEnumerable<ITransformer> transformers, IEnumerable<TransformerScope> scopes)
    {
        _transformers = [.. transformers];
        _scopes = [.. scopes];
        if (_transformers.Length != _scopes.Length)
            throw new InvalidOperationException(Errors.Invariant($"A chain was given {_transformers.Length} transformers and {_scopes.Length} scopes; expected as many of each."));
        LastTransformer = LastOf(_transformers);
    }

    public TransformerChain(params ITransformer[] transformers)
        : this(transformers ?? [], Enumerable.Repeat(TransformerScope.Everything, transformers?.Length ?? 0))
    {
    }

    bool ITransformer.IsRowToRowMapper => _transformers.All(transformer => transformer.IsRowToRowMapper);

    IReadOnlyList<ITransformer> ITransformerChainAccessor.Transformers => _transformers;

    IReadOnlyList<TransformerScope> ITransformerChainAccessor.Scopes => _scopes;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => GetOutputSchema(inputSchema, TransformerScope.Scoring);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema, TransformerScope scope)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return InScope(scope).Aggregate(inputSchema, (schema, transformer) => transformer.GetOutputSchema(schema));
    }

    public IDataView Transform(IDataView input) => Transform(input, TransformerScope.Scoring);

    public IDataView Transform(IDataView input, TransformerScope scope)
    {
        ArgumentNullException.ThrowIfNull(input);
        GetOutputSchema(input.Schema, scope); // Throws before any transformer has worked.
        return InScope(scope).Aggregate(input, (view, transformer) => transformer.Transform(view));
    }

    public TransformerChain<ITransformer> GetModelFor(TransformerScope scopeFilter) => new(
        InScope(scopeFilter),
        _scopes.Where(scope => (scope & scopeFilter) != TransformerScope.None));

    public TransformerChain<TNewLast> Append<TNewLast>(TNewLast transformer, TransformerScope scope = TransformerScope.Everything)
        where TNewLast : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(transformer);
        return new TransformerChain<TNewLast>([.. _transformers, transformer], [.. _scopes, scope]);
    }

    public IEnumerator<ITransformer> GetEnumerator() => ((IEnumerable<ITransformer>)_transformers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Disposes the transformers that can be.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        foreach (IDisposable transformer in _transformers.OfType<IDisposable>())
            transformer.Dispose();
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => SaveChain(ctx);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        if (_transformers.FirstOrDefault(transformer => !transformer.IsRowToRowMapper) is { } other)
            throw new InvalidOperationException($"{nameof(ITransformer.GetRowToRowMapper)} method called despite {nameof(ITransformer.IsRowToRowMapper)} being false: {other.GetType().Name} is no row to row mapper.");
        var mappers = new List<IRowToRowMapper>();
        DataViewSchema schema = inputSchema;
        foreach (ITransformer transformer in _transformers)
        {
            mappers.Add(transformer.GetRowToRowMapper(schema));
            schema = mappers[^1].OutputSchema;
        }

        return new CompositeRowToRowMapper(inputSchema, mappers);
    }

    /// <summary>Writes the scopes and, as parts of their own, the transformers.</summary>
    partial void SaveChain(ModelSaveContext ctx);

    private static TLastTransformer LastOf(ITransformer[] transformers)
    {
        if (transformers.Length == 0)
            return null!; // As in the real package; callers of an empty chain must expect it.
        return transformers[^1] as TLastTransformer
            ?? throw new InvalidOperationException($"The chain ends with {transformers[^1].GetType().Name}; expected {typeof(TLastTransformer).Name}.");
    }

    private IEnumerable<ITransformer> InScope(TransformerScope scope) =>
        _transformers.Where((_, i) => (_scopes[i] & scope) != TransformerScope.None);
}
