using System.IO.Compression;

namespace VaePipeline.Generation.Sinks;

/// <summary>
/// Writes one row of bytes an image, behind a header, to a file or to standard output. Compressed, a file is a gzip
/// member for the header, stored so that it can be replaced at the end, and one for every so many rows, whenever
/// checkpoints are taken: the bytes depend on nothing but the rows.
/// </summary>
internal abstract class RowSink : ImageSink
{
    private const int MemberBytes = 1 << 24;
    private const int StandardOutputBufferSize = 1 << 16;

    private readonly Func<long, byte[]> _header;
    private readonly bool _isCounted;
    private readonly bool _isGzip;
    private readonly long _rowsPerMember;
    private readonly SinkFile? _file; // null on standard output
#pragma warning disable CA2213 // The file, which Close disposes, or a buffer before standard output, which stays open: disposed, it would send what is left of a failed run.
    private readonly Stream _target;
#pragma warning restore CA2213
    private GZipStream? _member;
    private long _memberRows;
    private long _written;

    /// <summary>Opens it.</summary>
    /// <param name="target">Where to write.</param>
    /// <param name="shape">Shape of each image.</param>
    /// <param name="rowSize">Bytes of a row, about.</param>
    /// <param name="header">The bytes in front of the first row, by the number of rows; their length is always the same.</param>
    /// <param name="isCounted">Whether the header tells the number of rows.</param>
    private protected RowSink(SinkTarget target, ImageShape shape, long rowSize, Func<long, byte[]> header, bool isCounted)
        : base(target, shape)
    {
        _header = header;
        _isCounted = isCounted;
        _isGzip = target.Output.Gzip;
        _rowsPerMember = Math.Max(1, MemberBytes / rowSize);
        if (target.Place is { } place)
        {
            _target = _file = new SinkFile(place, target.From?.Bytes, OutputPath);
        }
        else
        {
            _target = new BufferedStream(target.StandardOutput ?? StandardOutput.Open(), StandardOutputBufferSize);
        }

        byte[] start = header(0);
        if (target.From is null && start.Length > 0)
        {
            Send(_isGzip ? GzipMember.Stored(start) : start);
        }
    }

    /// <inheritdoc/>
    public override long BytesWritten => _file?.Position ?? _written;

    /// <summary>Appends a row.</summary>
    private protected void Put(ReadOnlySpan<byte> row)
    {
        if (!_isGzip)
        {
            Send(row);
            return;
        }

        _member ??= new GZipStream(_target, CompressionLevel.Optimal, leaveOpen: true);
        _memberRows++;
        _member.Write(row);
        if (_memberRows == _rowsPerMember)
        {
            EndMember();
        }
    }

    private protected override bool TryFlush()
    {
        if (_file is null || _member is not null)
        {
            return false;
        }

        _file.Flush();
        return true;
    }

    private protected override void SyncWritten() => _file?.Sync();

    private protected override void Finish()
    {
        EndMember();

        if (_isGzip && BytesWritten == 0)
        {
            Send(GzipMember.Empty);
        }

        if (_isCounted)
        {
            byte[] header = _header(Count);
            _file?.Patch(_isGzip ? GzipMember.Stored(header) : header);
        }

        _target.Flush();
    }

    // Standard output stays open, and what of a failed run is still in its buffer stays out.
    private protected override void Close()
    {
        _file?.Dispose();
        _member?.Dispose();
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        _target.Write(bytes);
        _written += bytes.Length;
    }

    private void EndMember()
    {
        _member?.Dispose();
        _member = null;
        _memberRows = 0;
    }
}
