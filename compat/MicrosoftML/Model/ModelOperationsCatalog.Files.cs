namespace Microsoft.ML;

public sealed partial class ModelOperationsCatalog
{
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
        SchemaEntry.Write(content, inputSchema);
        archive.Add(SchemaEntry.EntryName, content);
    }

    /// <summary>Writes a fitted model to a file, in its place: a save that fails leaves a file that cannot be read.</summary>
    public void Save(ITransformer model, DataViewSchema? inputSchema, string filePath)
    {
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        using FileStream stream = File.Create(filePath);
        Save(model, inputSchema, stream);
    }

    /// <summary>Reads a model; the schema is null (as in ML.NET, against what the type says) if none was saved with it.</summary>
    /// <exception cref="FormatException">The stream is no model file, or its outermost entry is damaged.</exception>
    /// <exception cref="InvalidOperationException">A component cannot be read.</exception>
    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var archive = new ModelArchiveReader(stream);
        using MemoryStream? schema = archive.OpenOrNull(SchemaEntry.EntryName);
        inputSchema = schema is null ? null! : SchemaEntry.Read(schema); // See the summary.
        var model = ModelLoadContext.LoadOrNull<ITransformer>(_environment, archive, TransformerFolder);
        if (model is not null)
            return model;
        throw schema is null
            ? new InvalidOperationException("Could not load legacy format model: the archive has no transformer. Models saved with their data loader cannot be read here.")
            : new FormatException("Corrupt model file");
    }

    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        using FileStream stream = File.OpenRead(filePath);
        return Load(stream, out inputSchema);
    }
}
