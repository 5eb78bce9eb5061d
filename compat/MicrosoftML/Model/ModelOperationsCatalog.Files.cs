using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class ModelOperationsCatalog
{
    private const string SchemaEntry = "Schema";
    private const string TransformerFolder = "TransformerChain";

    /// <summary>Writes a fitted model, and the schema of its input if one is given, to a stream that stays the caller's.</summary>
    public void Save(ITransformer model, DataViewSchema? inputSchema, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var archive = new ModelArchiveWriter(stream);
        if (model is not null)
            ModelSaveContext.SaveModel(archive, model, TransformerFolder);
        if (inputSchema is null)
            return;
        using var content = new MemoryStream();
        BinarySaver.SaveSchema(inputSchema, content);
        archive.Add(SchemaEntry, content);
    }

    /// <summary>Writes a fitted model to a file, in its place: a save that fails leaves a file that cannot be read.</summary>
    public void Save(ITransformer model, DataViewSchema? inputSchema, string filePath)
    {
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        using FileStream stream = File.Create(filePath);
        Save(model, inputSchema, stream);
    }

    /// <summary>Writes a fitted model, and the loader that made its input, to a stream that stays the caller's; null saves the loader alone.</summary>
    public void Save<TSource>(ITransformer? model, IDataLoader<TSource> loader, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentNullException.ThrowIfNull(stream);
        // In a chain of one, whatever it is: so it is known again when it is loaded.
        TransformerChain<ITransformer>? chain = model is null ? null : new TransformerChain<ITransformer>(model);
        using var archive = new ModelArchiveWriter(stream);
        ModelSaveContext.SaveModel(archive, new CompositeDataLoader<TSource, ITransformer>(loader, chain), folder: null);
    }

    /// <summary>Writes a fitted model, and the loader that made its input, to a file, in its place.</summary>
    public void Save<TSource>(ITransformer? model, IDataLoader<TSource> loader, string filePath)
    {
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        using FileStream stream = File.Create(filePath);
        Save(model, loader, stream);
    }

    /// <summary>Reads a model; the schema is that of its loader if it was saved with one, and null (as in ML.NET, against what the type says) if neither was saved.</summary>
    /// <exception cref="FormatException">The stream is no model file, or its outermost entry is damaged.</exception>
    /// <exception cref="InvalidOperationException">A component cannot be read.</exception>
    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var archive = new ModelArchiveReader(stream);
        using MemoryStream? schema = archive.OpenOrNull(SchemaEntry);
        inputSchema = schema is null ? null! : BinaryViewFormat.Read(schema).Schema; // See the summary.
        if (schema is not null)
            return ModelLoadContext.LoadOrNull<ITransformer>(_environment, archive, TransformerFolder) ?? throw new FormatException("Corrupt model file");
        if (ModelLoadContext.LoadOrNull<IDataLoader<IMultiStreamSource>>(_environment, archive, folder: null) is not { } loader)
        {
            return ModelLoadContext.LoadOrNull<ITransformer>(_environment, archive, TransformerFolder)
                ?? throw new InvalidOperationException("Could not load legacy format model: the archive has neither a transformer nor a loader.");
        }
        ITransformer model = Split(ref loader);
        inputSchema = loader.GetOutputSchema();
        return model;
    }

    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        using FileStream stream = File.OpenRead(filePath);
        return Load(stream, out inputSchema);
    }

    /// <summary>Reads a model and the loader that it was saved with.</summary>
    /// <exception cref="InvalidOperationException">There is no loader, or something cannot be read; the inner exception tells why.</exception>
    public ITransformer LoadWithDataLoader(Stream stream, out IDataLoader<IMultiStreamSource> loader)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var archive = new ModelArchiveReader(stream);
        try
        {
            loader = ModelLoadContext.LoadOrNull<IDataLoader<IMultiStreamSource>>(_environment, archive, folder: null) ?? throw new FormatException("Corrupt model file");
            return Split(ref loader);
        }
        catch (Exception error)
        {
            // Word for word.
            throw new InvalidOperationException(
                "Model does not contain an IDataLoader. Perhaps this was saved with an DataViewSchema, or even no information on its input at all. Consider using the Load method instead.", error);
        }
    }

    public ITransformer LoadWithDataLoader(string filePath, out IDataLoader<IMultiStreamSource> loader)
    {
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        using FileStream stream = File.OpenRead(filePath);
        return LoadWithDataLoader(stream, out loader);
    }

    /// <summary>Parts a composite loader into what loads and what follows: a chain of one transformer stands for that one.</summary>
    private static ITransformer Split(ref IDataLoader<IMultiStreamSource> loader)
    {
        if (loader is not CompositeDataLoader<IMultiStreamSource, ITransformer> composite)
            return new TransformerChain<ITransformer>();
        loader = composite.Loader;
        IReadOnlyList<ITransformer> transformers = ((ITransformerChainAccessor)composite.Transformer).Transformers;
        return transformers.Count == 1 ? transformers[0] : composite.Transformer;
    }
}
