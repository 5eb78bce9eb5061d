using System.IO.Compression;
using System.Reflection;

namespace Microsoft.ML;

/// <summary>Writes the entries of a model file, a zip archive.</summary>
internal sealed class ModelArchiveWriter : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly HashSet<string> _names = [];

    /// <param name="stream">Receives the archive and stays the caller's.</param>
    public ModelArchiveWriter(Stream stream)
    {
        _archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        using var content = new MemoryStream();
        using (var writer = new StreamWriter(content, leaveOpen: true))
            writer.WriteLine(typeof(ModelArchiveWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
        Add("TrainingInfo/Version.txt", content);
    }

    /// <summary>Adds an entry; a name can be had once.</summary>
    public void Add(string name, MemoryStream content)
    {
        if (!_names.Add(name))
            throw new ArgumentOutOfRangeException(nameof(name), $"Duplicate entry: '{name}'");
        using Stream entry = _archive.CreateEntry(name).Open();
        content.WriteTo(entry);
    }

    public static string Join(string? folder, string name) => string.IsNullOrEmpty(folder) ? name : $"{folder}/{name}";

    public void Dispose() => _archive.Dispose();
}
