using System.IO.Compression;
using System.Text.Unicode;
using VaePipeline.Contracts.Files;
using VaePipeline.Generation.Sinks;

namespace VaePipeline.Generation.Encodings;

/// <summary>
/// Writes a text: <c>mean0,…,log_variance0,…</c> and the names of further columns, then a line an image. Numbers are the
/// shortest that read back as the same float32.
/// </summary>
internal sealed class CsvEncodingSink : EncodingSink
{
    private const int BufferSize = 1 << 16;
    private const int LongestNumber = 16; // "-3.4028235E+38," has 15 bytes.

    private readonly AtomicFileStream? _file;
    private readonly Stream _target;
    private readonly GZipStream? _gzip;
    private readonly byte[] _buffer;
    private readonly int _columns;
    private int _used;
    private long _written;

    public CsvEncodingSink(EncodingOutput output, int latentSize, IReadOnlyList<string> extraColumns, bool overwrite, Stream? standardOutput)
        : base(output.IsStandardOutput ? "standard output" : output.Path)
    {
        IEnumerable<int> dimensions = Enumerable.Range(0, latentSize);
        string[] names =
        [
            .. dimensions.Select(i => string.Create(CultureInfo.InvariantCulture, $"mean{i}")),
            .. dimensions.Select(i => string.Create(CultureInfo.InvariantCulture, $"log_variance{i}")),
            .. extraColumns,
        ];
        _columns = names.Length;
        _buffer = new byte[BufferSize + (2 * latentSize * LongestNumber)];
        _file = output.IsStandardOutput ? null : AtomicFile.Create(output.Path, overwrite);
        _gzip = output.Gzip ? new GZipStream(_file!, CompressionLevel.Fastest, leaveOpen: true) : null; // not null: standard output is not compressed
        _target = _gzip ?? _file ?? standardOutput ?? StandardOutput.Open();
        Add($"{string.Join(',', names)}\n");
    }

    public override string Description => string.Create(CultureInfo.InvariantCulture, $"CSV file of {Count} rows with {_columns} columns");

    public override long BytesWritten => _written;

    public override void Dispose()
    {
        try
        {
            _gzip?.Dispose();
        }
        catch (IOException)
        {
            // The compressor writes its end: into nothing, where writing failed before.
        }
        finally
        {
            _file?.Dispose();
        }
    }

    private protected override void Write(ReadOnlySpan<float> mean, ReadOnlySpan<float> logVariance, ReadOnlySpan<char> extra)
    {
        Add(mean);
        Add(logVariance);
        if (extra.Length > 0)
        {
            Add(extra);
            Add(",");
        }

        // In place of the last comma.
        _buffer[_used - 1] = (byte)'\n';
        if (_used >= BufferSize)
        {
            Flush();
        }
    }

    private protected override void Finish()
    {
        Flush();
        _gzip?.Dispose();
        _file?.Commit();
    }

    private void Add(ReadOnlySpan<float> numbers)
    {
        foreach (float number in numbers)
        {
            // There is room: the buffer is emptied before a row begins that may not fit.
            number.TryFormat(_buffer.AsSpan(_used), out int length, default, CultureInfo.InvariantCulture);
            _used += length;
            _buffer[_used++] = (byte)',';
        }
    }

    private void Add(ReadOnlySpan<char> text)
    {
        while (true)
        {
            Utf8.FromUtf16(text, _buffer.AsSpan(_used), out int read, out int written);
            _used += written;
            text = text[read..];
            if (text.IsEmpty)
            {
                return;
            }

            // A text of any length: what is there goes out, but for the byte that may become a line end.
            Flush();
        }
    }

    private void Flush()
    {
        _target.Write(_buffer, 0, _used);
        _written += _used;
        _used = 0;
    }
}
