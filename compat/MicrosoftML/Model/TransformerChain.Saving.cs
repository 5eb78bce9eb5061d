namespace Microsoft.ML.Data;

public sealed partial class TransformerChain<TLastTransformer>
{
    partial void SaveChain(ModelSaveContext ctx) => TransformerChainFormat.Save(ctx, this);
}
