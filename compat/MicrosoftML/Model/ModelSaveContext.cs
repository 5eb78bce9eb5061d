using System.Text;

namespace Microsoft.ML;

/// <summary>The place in a model file that one component writes to: an entry of its own, and folders below it for its parts.</summary>
public sealed class ModelSaveContext : IDisposable
{
    private readonly ModelArchiveWriter _archive;
    private readonly string? _folder;
    private readonly MemoryStream _content = new();
    private readonly List<string> _strings = [];
    private ModelVersion? _version;

    private ModelSaveContext(ModelArchiveWriter archive, string? folder)
    {
        _archive = archive;
        _folder = folder;
        Writer = new BinaryWriter(_content, Encoding.UTF8, leaveOpen: true);
        Writer.Write(new byte[ModelEntryFormat.HeaderSize]);
    }

    /// <summary>Takes the component's own bytes.</summary>
    internal BinaryWriter Writer { get; }

    public void Dispose()
    {
        Writer.Dispose();
        _content.Dispose();
    }

    /// <summary>Saves a component into a folder of the archive; null is its root.</summary>
    internal static void SaveModel(ModelArchiveWriter archive, ICanSaveModel model, string? folder) => Save(archive, folder, model.Save);

    /// <summary>Saves a part of this component into a folder below its own.</summary>
    internal void SaveModel(ICanSaveModel model, string name) => SavePart(name, model.Save);

    /// <summary>Saves a part of this component that is no model of its own.</summary>
    internal void SavePart(string name, Action<ModelSaveContext> save) => Save(_archive, ModelArchiveWriter.Join(_folder, name), save);

    /// <summary>Tells how the component is recognized; goes before its bytes.</summary>
    internal void SetVersion(ModelVersion version)
    {
        if (_content.Position != ModelEntryFormat.HeaderSize)
            throw new InvalidOperationException("A component has already been written to this entry of the model file. Save each component into an entry of its own.");
        _version = version;
    }

    /// <summary>Adds an entry beside the component's own.</summary>
    internal void SaveStream(string name, Action<BinaryWriter> write)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
            write(writer);
        _archive.Add(ModelArchiveWriter.Join(_folder, name), content);
    }

    /// <summary>Adds an entry of one line of text beside the component's own.</summary>
    internal void SaveLine(string name, string line) => SaveStream(name, writer => writer.Write(Encoding.UTF8.GetBytes(line + Environment.NewLine)));

    /// <summary>Writes the number of a string in the table that follows the component's bytes.</summary>
    internal void SaveString(string text)
    {
        int index = _strings.IndexOf(text);
        if (index < 0)
        {
            index = _strings.Count;
            _strings.Add(text);
        }
        Writer.Write(index);
    }

    internal void SaveStringOrNull(string? text)
    {
        if (text is null)
            Writer.Write(-1);
        else
            SaveString(text);
    }

    private static void Save(ModelArchiveWriter archive, string? folder, Action<ModelSaveContext> save)
    {
        using var context = new ModelSaveContext(archive, folder);
        save(context);
        if (context._version is not { } version)
            throw new InvalidOperationException("ModelSignature not specified!");
        ModelEntryFormat.Complete(context.Writer, version, context._strings);
        archive.Add(ModelArchiveWriter.Join(folder, ModelEntryFormat.EntryName), context._content);
    }
}
