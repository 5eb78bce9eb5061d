using VaePipeline.Data.Formats;

namespace VaePipeline.Generation;

/// <summary>Which image came from which line, as CSV: index from 0, line from 1, and the input's further columns.</summary>
internal sealed class ManifestFile : IDisposable
{
    private readonly string _path;
    private readonly long _start;
    private readonly SinkFile _file;
    private readonly CsvRows _rows;
    private IOException? _failure;

    /// <summary>Opens the file and cuts it back to a length; null for a new one.</summary>
    public ManifestFile(string path, long? from, IReadOnlyList<string> extraColumns)
    {
        _path = path;
        _start = from ?? 0;
        _file = new SinkFile(path, from, path);
        _rows = new CsvRows(_file);
        if (from is null)
        {
            _rows.Add(string.Join(',', ["index", "line", .. extraColumns.Select(CsvText.Cell)]));
            _rows.EndRow();
        }
    }

    /// <summary>The file's length with what is not flushed yet.</summary>
    public long Bytes => _start + _rows.Bytes;

    /// <summary>Adds an image.</summary>
    /// <param name="index">The image's number in the output, from 0.</param>
    /// <param name="line">The line that it came from, from 1.</param>
    /// <param name="extra">The line's further cells, as CSV text; empty if there are none.</param>
    public void Add(long index, long line, ReadOnlySpan<char> extra)
    {
        try
        {
            _rows.Add(index);
            _rows.Add(line);
            if (extra.Length > 0)
            {
                _rows.Add(extra);
            }

            _rows.EndRow();
        }
        catch (IOException exception)
        {
            throw Failed(exception);
        }
    }

    /// <summary>Hands everything to the system. After a failure it fails again: a row may be missing.</summary>
    public void Flush()
    {
        try
        {
            if (_failure is not null)
            {
                throw _failure;
            }

            _rows.Flush();
            _file.Flush();
        }
        catch (IOException exception)
        {
            throw Failed(exception);
        }
    }

    /// <summary>Brings what the system has to the disk; any thread may, while another adds.</summary>
    public void Sync() => _file.Sync();

    public void Dispose() => _file.Dispose();

    private IOException Failed(IOException exception)
    {
        _failure = exception;
        return DiskErrors.Failed(_path, "cannot be written", exception, "Make room, and run it again.");
    }
}
