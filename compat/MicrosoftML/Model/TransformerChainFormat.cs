using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>How a chain stands in a model file: the count and the scopes in its own entry, each transformer in a folder below it.</summary>
internal static class TransformerChainFormat
{
    public static readonly ModelVersion Version = new("XF CHAIN", 0x00010001, 0x00010001, 0x00010001, "TransformerChain");

    public static void Save(ModelSaveContext ctx, ITransformerChainAccessor chain)
    {
        ctx.SetVersion(Version);
        ctx.Writer.Write(chain.Transformers.Count);
        for (int i = 0; i < chain.Transformers.Count; i++)
        {
            ctx.Writer.Write((int)chain.Scopes[i]);
            ctx.SaveModel(chain.Transformers[i], FolderOf(i));
        }
    }

    public static TransformerChain<ITransformer> Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        var scopes = new TransformerScope[context.ReadCount(sizeof(int))];
        var transformers = new ITransformer[scopes.Length];
        for (int i = 0; i < scopes.Length; i++)
        {
            scopes[i] = (TransformerScope)context.Reader.ReadInt32();
            transformers[i] = context.Load<ITransformer>(FolderOf(i));
        }
        return new TransformerChain<ITransformer>(transformers, scopes);
    }

    private static string FolderOf(int transformer) => string.Create(CultureInfo.InvariantCulture, $"Transform_{transformer:000}");
}
