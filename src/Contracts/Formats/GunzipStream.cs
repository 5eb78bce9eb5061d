using System.IO.Compression;
using System.Security.Cryptography;
using VaePipeline.Contracts.Errors;

namespace VaePipeline.Contracts.Formats;

/// <summary>
/// Unpacks gzip data, of one member or several, and notices where they are cut short or other data follow, which
/// <see cref="GZipStream"/> lets pass: behind the data it sets a member of its own, with random bytes. Only whole data lead
/// to these bytes, last of all; anything else swallows them, or stops before.
/// </summary>
internal sealed class GunzipStream : Stream
{
    /// <summary>How every gzip file begins (RFC 1952).</summary>
    public static ReadOnlySpan<byte> Magic => [0x1F, 0x8B];

    private const int MarkLength = 16;

    private readonly string _path;
    private readonly byte[] _mark = RandomNumberGenerator.GetBytes(MarkLength);
    private readonly GZipStream _unpacked;
    private readonly byte[] _buffer = new byte[(1 << 16) + MarkLength];
    private int _start;
    private int _end;
    private long _served;
    private bool _isAtEnd;

    /// <summary>Unpacks a stream, which stays the caller's.</summary>
    /// <param name="packed">The gzip data, then nothing.</param>
    /// <param name="path">What errors call it.</param>
    public GunzipStream(Stream packed, string path)
    {
        _path = path;
        using MemoryStream member = new();
        using (GZipStream gzip = new(member, CompressionLevel.NoCompression, leaveOpen: true))
        {
            gzip.Write(_mark);
        }

        _unpacked = new GZipStream(new JoinedStream(packed, member.ToArray()), CompressionMode.Decompress);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _served;
        set => throw new NotSupportedException();
    }

    /// <summary>Reads unpacked bytes.</summary>
    /// <exception cref="BadInputException">The data are damaged, cut short, or other data follow them.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (_end - _start <= MarkLength && !_isAtEnd)
        {
            Fill();
        }

        int ready = Math.Min(buffer.Length, Math.Max(0, _end - _start - MarkLength));
        _buffer.AsSpan(_start, ready).CopyTo(buffer);
        _start += ready;
        _served += ready;
        if (ready == 0 && buffer.Length > 0 && !_buffer.AsSpan(_start, _end - _start).SequenceEqual(_mark))
        {
            throw Damaged(null);
        }

        return ready;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Keeps what may be the mark, and reads more behind it.</summary>
    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        try
        {
            int read = _unpacked.Read(_buffer.AsSpan(_end));
            _end += read;
            _isAtEnd = read == 0;
        }
        catch (InvalidDataException exception)
        {
            throw Damaged(exception);
        }
    }

    private BadInputException Damaged(Exception? inner) => BadInputException.AtByte(
        _path, _served, "the gzip data are damaged or cut short, or other data follow them", "whole gzip data and nothing behind them", "Take the file again from its source.", inner);

    /// <summary>A stream, then some bytes.</summary>
    private sealed class JoinedStream(Stream first, byte[] last) : Stream
    {
        private int _start = -1;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            if (_start < 0)
            {
                int read = first.Read(buffer);
                if (read > 0 || buffer.Length == 0)
                {
                    return read;
                }

                _start = 0;
            }

            int taken = Math.Min(buffer.Length, last.Length - _start);
            last.AsSpan(_start, taken).CopyTo(buffer);
            _start += taken;
            return taken;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
