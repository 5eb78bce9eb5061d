namespace Microsoft.ML.Data;

/// <summary>The parts of a chain, whatever its last transformer's type.</summary>
internal interface ITransformerChainAccessor
{
    IReadOnlyList<ITransformer> Transformers { get; }

    IReadOnlyList<TransformerScope> Scopes { get; }
}
