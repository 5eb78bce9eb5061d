using System.Buffers.Text;
using System.Text;
using VaePipeline.Data.Formats;
using VaePipeline.Generation.Sinks;

namespace VaePipeline.Generation;

/// <summary>Which image came from which line, as CSV: index from 0, line from 1, and the input's further columns.</summary>
internal sealed class ManifestFile : IDisposable
{
    private const int NumbersLength = 44; // Two numbers of 20 digits, two commas and a line feed, with a byte to spare.

    private readonly string _path;
    private readonly SinkFile _file;
    private byte[] _line = new byte[256];

    /// <summary>Opens the file and cuts it back to a length; null for a new one.</summary>
    public ManifestFile(string path, long? from, IReadOnlyList<string> extraColumns)
    {
        _path = path;
        _file = new SinkFile(path, from, path);
        if (from is null)
        {
            _file.Write(Encoding.UTF8.GetBytes($"{string.Join(',', ["index", "line", .. extraColumns.Select(CsvText.Cell)])}\n"));
        }
    }

    /// <summary>The file's length with what is not flushed yet.</summary>
    public long Bytes => _file.Position;

    /// <summary>Adds an image.</summary>
    /// <param name="index">The image's number in the output, from 0.</param>
    /// <param name="line">The line that it came from, from 1.</param>
    /// <param name="extra">The line's further cells, as CSV text; empty where there are none.</param>
    public void Add(long index, long line, ReadOnlySpan<char> extra)
    {
        int most = NumbersLength + Encoding.UTF8.GetMaxByteCount(extra.Length);
        if (_line.Length < most)
        {
            _line = new byte[most];
        }

        // None of these fails: there is room.
        Utf8Formatter.TryFormat(index, _line, out int length);
        _line[length++] = (byte)',';
        Utf8Formatter.TryFormat(line, _line.AsSpan(length), out int digits);
        length += digits;
        if (extra.Length > 0)
        {
            _line[length++] = (byte)',';
            length += Encoding.UTF8.GetBytes(extra, _line.AsSpan(length));
        }

        _line[length++] = (byte)'\n';
        try
        {
            _file.Write(_line.AsSpan(0, length));
        }
        catch (IOException exception)
        {
            throw Failed(exception);
        }
    }

    /// <summary>Hands everything to the system.</summary>
    public void Flush()
    {
        try
        {
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

    private IOException Failed(IOException exception) => DiskErrors.Of(_path, "cannot be written", exception);
}
