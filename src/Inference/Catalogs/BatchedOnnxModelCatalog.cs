using Microsoft.ML.OnnxRuntime;
using VaePipeline.Contracts.Files;
using VaePipeline.Inference;
using VaePipeline.Inference.SavedModels;
using VaePipeline.Inference.Transforms;

// The namespace of what is extended, as ML.NET's own packages have it: `using Microsoft.ML;` suffices.
namespace Microsoft.ML;

/// <summary>
/// Saved models with batched ONNX steps. ML.NET's <c>Model.Save</c> writes such a step as its own ONNX transformer, so
/// that any ML.NET program can load the file; <see cref="LoadModel"/> makes it a batched step again.
/// </summary>
public static class BatchedOnnxModelCatalog
{
    /// <summary>
    /// Makes the ONNX steps of a loaded model run in batches:
    /// <c>mlContext.Model.Load("model.zip", out DataViewSchema schema).ToBatchedOnnx()</c>.
    /// </summary>
    /// <param name="model">
    /// A model that <c>Model.Load</c> or <c>Model.LoadWithDataLoader</c> gave. Use and dispose only what is returned from
    /// then on: the ONNX transformers that were replaced are disposed, with their temporary files. If this throws,
    /// the model is as it was.
    /// </param>
    /// <param name="configureSession">See <see cref="BatchedOnnxOptions.ConfigureSession"/>: such settings are not saved.</param>
    /// <returns>
    /// The model with a <see cref="BatchedOnnxTransformer"/> for each ONNX transformer, in nested chains too. One that was
    /// saved by this library has the options that it was saved with; its batch axis is kept, however, if another
    /// transformer follows, which was loaded to work with ML.NET's columns. Any other has the default options
    /// and exactly ML.NET's columns; one that cannot run in batches, such as one with a fixed batch axis, stays.
    /// </returns>
    /// <exception cref="BadInputException">The saved options of a step are damaged.</exception>
    /// <exception cref="FileNotFoundException">An ONNX transformer was made from a file that no longer exists.</exception>
    public static ITransformer ToBatchedOnnx(this ITransformer model, Action<SessionOptions>? configureSession = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new BatchedModelConverter(configureSession).Apply(model);
    }

    /// <summary>Saves a model under a temporary name, then renames it: a save that fails or is cut off leaves the old file whole.</summary>
    /// <param name="catalog">The model operations of an <see cref="MLContext"/>.</param>
    /// <param name="model">The model; any, with batched ONNX steps or without.</param>
    /// <param name="inputSchema">The columns that it reads.</param>
    /// <param name="path">The zip file to write. One that is there is replaced.</param>
    /// <exception cref="UnwritableOutputException">The file cannot be written.</exception>
    /// <exception cref="NotSupportedException">A batched step has a model with a fixed batch axis, which ML.NET could not run.</exception>
    /// <exception cref="InvalidOperationException">A transformer of the model cannot be saved.</exception>
    public static void SaveModel(this ModelOperationsCatalog catalog, ITransformer model, DataViewSchema inputSchema, string path)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputSchema);
        AtomicFile.Write(path, stream => catalog.Save(model, inputSchema, stream));
    }

    /// <summary>Saves a model with the loader of its data, under a temporary name, then renames it, as the other overload does.</summary>
    /// <typeparam name="TSource">What the loader loads from.</typeparam>
    /// <param name="catalog">The model operations of an <see cref="MLContext"/>.</param>
    /// <param name="model">The model; any, with batched ONNX steps or without.</param>
    /// <param name="loader">The loader, which can be saved.</param>
    /// <param name="path">The zip file to write. One that is there is replaced.</param>
    /// <exception cref="UnwritableOutputException">The file cannot be written.</exception>
    /// <exception cref="NotSupportedException">A batched step has a model with a fixed batch axis, which ML.NET could not run.</exception>
    /// <exception cref="InvalidOperationException">A transformer of the model cannot be saved.</exception>
    public static void SaveModel<TSource>(
        this ModelOperationsCatalog catalog, ITransformer model, IDataLoader<TSource> loader, string path)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loader);
        AtomicFile.Write(path, stream => catalog.Save(model, loader, stream));
    }

    /// <summary>
    /// Loads a model whose ONNX steps run in batches: ML.NET's <c>Model.Load</c>, then <see cref="ToBatchedOnnx"/>. The
    /// check sums of the file's entries are compared first, which ML.NET does not do. Load only files that you trust: ML.NET
    /// creates the types that a file names.
    /// </summary>
    /// <param name="catalog">The model operations of an <see cref="MLContext"/>.</param>
    /// <param name="path">A zip file that ML.NET saved, with a schema or with a loader.</param>
    /// <param name="inputSchema">The columns that the model reads; <c>null</c> if the file does not say.</param>
    /// <param name="configureSession">See <see cref="BatchedOnnxOptions.ConfigureSession"/>: such settings are not saved.</param>
    /// <returns>The model, as <see cref="ToBatchedOnnx"/> gives it. The caller disposes it if it is <see cref="IDisposable"/>.</returns>
    /// <exception cref="FileNotFoundException"><paramref name="path"/> is not there.</exception>
    /// <exception cref="BadInputException">The file is damaged, or is not a model that ML.NET saved.</exception>
    public static ITransformer LoadModel(
        this ModelOperationsCatalog catalog, string path, out DataViewSchema inputSchema, Action<SessionOptions>? configureSession = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ITransformer model = ModelFile.Load(catalog, path, out inputSchema);
        try
        {
            return model.ToBatchedOnnx(configureSession);
        }
        catch
        {
            (model as IDisposable)?.Dispose();
            throw;
        }
    }
}
