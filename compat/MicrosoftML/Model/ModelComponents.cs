using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML;

/// <summary>Who reads a component back, by the name of its loader.</summary>
internal static class ModelComponents
{
    private static readonly Dictionary<string, Func<ModelLoadContext, object>> Loaders = new()
    {
        [CompositeLoaderFormat.Version.Loader] = CompositeLoaderFormat.Load,
        [TextLoader.Version.Loader] = TextLoader.Load,
        [TransformerChainFormat.Version.Loader] = TransformerChainFormat.Load,
        [ColumnCopyingTransformer.Version.Loader] = ColumnCopyingTransformer.Load,
        [ColumnConcatenatingTransformer.Version.Loader] = ColumnConcatenatingTransformer.Load,
        [ColumnSelectingTransformer.Version.Loader] = ColumnSelectingTransformer.Load,
        [CustomMappingFormat.Version.Loader] = CustomMappingFormat.Load,
        [NormalizingTransformer.Version.Loader] = NormalizingTransformer.Load,
        [OnnxTransformer.Version.Loader] = OnnxTransformer.Load,
    };

    /// <summary>Reads the component; null if nobody here knows its loader.</summary>
    /// <exception cref="InvalidOperationException">It could not be read; the inner exception tells why.</exception>
    public static object? Create(ModelLoadContext context)
    {
        if (!Loaders.TryGetValue(context.Loader, out Func<ModelLoadContext, object>? load))
            return null;
        try
        {
            return load(context);
        }
        catch (Exception error) // Whatever a component throws while it is read is reported so in ML.NET, level by level.
        {
            throw new InvalidOperationException("Error during class instantiation", error);
        }
    }
}
