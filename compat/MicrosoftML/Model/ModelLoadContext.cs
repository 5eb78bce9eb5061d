using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The place in a model file that one component is read from.</summary>
internal sealed class ModelLoadContext : IDisposable
{
    [SuppressMessage("Usage", "CA2213", Justification = "The archive is of those who load from it.")]
    private readonly ModelArchiveReader _archive;
    private readonly string? _folder;
    private readonly ModelEntryHeader _header;

    private ModelLoadContext(IHostEnvironment environment, ModelArchiveReader archive, string? folder, Stream content)
    {
        Environment = environment;
        _archive = archive;
        _folder = folder;
        Reader = new BinaryReader(content, Encoding.UTF8);
        _header = ModelEntryFormat.Read(Reader);
    }

    public IHostEnvironment Environment { get; }

    /// <summary>Reads the component's own bytes.</summary>
    public BinaryReader Reader { get; }

    /// <summary>Version of what was written.</summary>
    public uint Written => _header.Written;

    /// <summary>How the component's name is stored; see <see cref="ModelComponents"/>.</summary>
    public string Loader => _header.Loader;

    public void Dispose() => Reader.Dispose();

    /// <summary>Loads the component in a folder of the archive; null if the folder holds none.</summary>
    public static T? LoadOrNull<T>(IHostEnvironment environment, ModelArchiveReader archive, string? folder)
        where T : class
    {
        MemoryStream? content = archive.OpenOrNull(ModelArchiveWriter.Join(folder, ModelEntryFormat.EntryName));
        if (content is null)
            return null;
        using var context = Open(environment, archive, folder, content);
        return ModelComponents.Create(context) as T ?? throw new FormatException($"Couldn't load model: '{folder}'");
    }

    /// <summary>Loads a part of this component from a folder below its own.</summary>
    public T Load<T>(string name)
        where T : class =>
        LoadPartOrNull<T>(name) ?? throw new FormatException("Corrupt model file");

    /// <summary>Loads a part of this component; null if the folder holds none.</summary>
    public T? LoadPartOrNull<T>(string name)
        where T : class =>
        LoadOrNull<T>(Environment, _archive, ModelArchiveWriter.Join(_folder, name));

    /// <summary>Reads a part of this component that is no model of its own.</summary>
    public T ReadPart<T>(string name, Func<ModelLoadContext, T> read)
    {
        string folder = ModelArchiveWriter.Join(_folder, name);
        MemoryStream content = _archive.OpenOrNull(ModelArchiveWriter.Join(folder, ModelEntryFormat.EntryName)) ?? throw new FormatException("Corrupt model file");
        using var context = Open(Environment, _archive, folder, content);
        return read(context);
    }

    /// <summary>Checks that the entry is of the kind, and of a version, that the caller reads.</summary>
    public void CheckVersion(ModelVersion version)
    {
        ModelEntryFormat.Require(_header.Signature == ModelEntryFormat.Signature(version.Signature), "Unknown file type");
        ModelEntryFormat.Require(_header.Readable <= _header.Written, "Corrupt file header");
        ModelEntryFormat.Require(_header.Readable <= version.Written,
            $"Component '{version.Loader}' of the model has version 0x{_header.Readable:X8}; expected at most 0x{version.Written:X8}. Load it with a newer ML.NET.");
        ModelEntryFormat.Require(_header.Written >= version.OldestReadable,
            $"Component '{version.Loader}' of the model has version 0x{_header.Written:X8}; expected at least 0x{version.OldestReadable:X8}. Save it again with a newer ML.NET.");
    }

    /// <summary>An entry beside the component's own, as its bytes.</summary>
    public byte[] ReadStream(string name)
    {
        using MemoryStream content = _archive.OpenOrNull(ModelArchiveWriter.Join(_folder, name))
            ?? throw new FormatException($"Corrupt model file: entry '{ModelArchiveWriter.Join(_folder, name)}' is missing");
        return content.ToArray();
    }

    /// <summary>The first line of an entry of text beside the component's own; null if there is no such entry.</summary>
    public string? ReadLineOrNull(string name)
    {
        using MemoryStream? content = _archive.OpenOrNull(ModelArchiveWriter.Join(_folder, name));
        if (content is null)
            return null;
        using var reader = new StreamReader(content);
        return reader.ReadLine();
    }

    public string? LoadStringOrNull()
    {
        int index = Reader.ReadInt32();
        if (index == -1)
            return null;
        ModelEntryFormat.Require((uint)index < (uint)_header.Strings.Count, "Corrupt string table");
        return _header.Strings[index];
    }

    public string LoadString() => LoadStringOrNull() ?? throw new FormatException("Corrupt string table");

    public string LoadNonEmptyString()
    {
        string text = LoadString();
        ModelEntryFormat.Require(text.Length > 0, "Corrupt string table");
        return text;
    }

    /// <summary>Reads how many items of at least <paramref name="itemSize"/> bytes follow; no more than the entry can hold.</summary>
    public int ReadCount(int itemSize)
    {
        int count = Reader.ReadInt32();
        ModelEntryFormat.Require(count >= 0 && count <= (_header.End - Reader.BaseStream.Position) / itemSize, "Corrupt model file");
        return count;
    }

    private static ModelLoadContext Open(IHostEnvironment environment, ModelArchiveReader archive, string? folder, MemoryStream content)
    {
        try
        {
            return new ModelLoadContext(environment, archive, folder, content);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }
}
