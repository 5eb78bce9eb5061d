using System.IO.Compression;

namespace Microsoft.ML;

/// <summary>Finds the entries of a model file, a zip archive, whichever way the slashes in their names lean.</summary>
internal sealed class ModelArchiveReader : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = [];

    /// <param name="stream">Holds the archive and stays the caller's.</param>
    /// <exception cref="FormatException">It is not a zip archive.</exception>
    public ModelArchiveReader(Stream stream)
    {
        try
        {
            _archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            foreach (ZipArchiveEntry entry in _archive.Entries)
                _entries[entry.FullName.Replace('\\', '/')] = entry;
        }
        catch (InvalidDataException error)
        {
            _archive?.Dispose();
            throw new FormatException("Failed to open a zip archive", error);
        }
    }

    /// <summary>The content of an entry, which the caller disposes; null if there is none of the name.</summary>
    public MemoryStream? OpenOrNull(string name)
    {
        if (!_entries.TryGetValue(name, out ZipArchiveEntry? entry))
            return null;
        // The archive's own word for the length is not to be trusted with an allocation.
        var content = new MemoryStream();
        try
        {
            using Stream source = entry.Open();
            source.CopyTo(content);
        }
        catch (InvalidDataException error)
        {
            content.Dispose();
            throw new FormatException($"Corrupt model file: entry '{name}' cannot be unpacked", error);
        }
        content.Position = 0;
        return content;
    }

    public void Dispose() => _archive.Dispose();
}
