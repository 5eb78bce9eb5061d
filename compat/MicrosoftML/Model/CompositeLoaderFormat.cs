using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>How a loader and its transformers stand in a model file: each in a folder below an entry that is empty itself.</summary>
internal static class CompositeLoaderFormat
{
    public static readonly ModelVersion Version = new("CMPSTLDR", 0x00010001, 0x00010001, 0x00010001, "CompositeLoader");

    private const string LoaderFolder = "Loader";
    private const string OldLoaderFolder = "Reader";
    private const string TransformerFolder = "TransformerChain";

    public static void Save(ModelSaveContext ctx, ICanSaveModel loader, ICanSaveModel transformers)
    {
        ctx.SetVersion(Version);
        ctx.SaveModel(loader, LoaderFolder);
        ctx.SaveModel(transformers, TransformerFolder);
    }

    public static CompositeDataLoader<IMultiStreamSource, ITransformer> Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        IDataLoader<IMultiStreamSource> loader = context.LoadPartOrNull<IDataLoader<IMultiStreamSource>>(OldLoaderFolder)
            ?? context.Load<IDataLoader<IMultiStreamSource>>(LoaderFolder);
        return new CompositeDataLoader<IMultiStreamSource, ITransformer>(loader, context.Load<TransformerChain<ITransformer>>(TransformerFolder));
    }
}
