using System.IO.Compression;
using System.Security.Cryptography;
using VaePipeline.Contracts.Files;

namespace VaePipeline.Data.Formats;

/// <summary>
/// Unpacks gzip data, of one member or several, and notices where they are cut short or other data follow, which
/// <see cref="GZipStream"/> lets pass: behind the data it sets a member of its own, with random bytes. That stream asks
/// for more only once it has unpacked all that it has got, so whatever it gives once it was told of this member has to be
/// these bytes, no more and no less; and no byte that is not the file's is ever served. Without it, half a file of latents
/// would pass for a whole one.
/// </summary>
internal sealed class GunzipStream : ForwardStream
{
    /// <summary>How every gzip file begins (RFC 1952).</summary>
    public static ReadOnlySpan<byte> Magic => [0x1F, 0x8B];

    private const int MarkLength = 16;

    private readonly string _path;
    private readonly byte[] _mark = RandomNumberGenerator.GetBytes(MarkLength);
    private readonly MarkedStream _packed;
    private readonly GZipStream _unpacked;
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

        _packed = new MarkedStream(packed, member.ToArray());
        _unpacked = new GZipStream(_packed, CompressionMode.Decompress);
    }

    public override bool CanRead => true;

    public override long Position
    {
        get => _served;
        set => throw new NotSupportedException();
    }

    /// <summary>Reads unpacked bytes.</summary>
    /// <exception cref="BadInputException">The data are damaged, cut short, or other data follow them.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_isAtEnd || buffer.IsEmpty)
        {
            return 0;
        }

        int read = Unpack(buffer);
        if (read > 0 && !_packed.IsAtMark)
        {
            _served += read;
            return read;
        }

        RequireMark(buffer[..read]);
        _isAtEnd = true;
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
            _packed.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Unpack(Span<byte> buffer)
    {
        try
        {
            return _unpacked.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw Damaged(exception);
        }
    }

    /// <summary>Throws where what begins so, and all behind it, is not the mark.</summary>
    private void RequireMark(ReadOnlySpan<byte> begin)
    {
        Span<byte> found = stackalloc byte[MarkLength + 1];
        if (begin.Length > MarkLength)
        {
            throw Damaged(null);
        }

        begin.CopyTo(found);
        int length = begin.Length;
        for (int read = -1; read != 0 && length < found.Length; length += read)
        {
            read = Unpack(found[length..]);
        }

        if (!found[..length].SequenceEqual(_mark))
        {
            throw Damaged(null);
        }
    }

    private BadInputException Damaged(Exception? inner) => BadInputException.AtByte(
        _path, _served, "the gzip data are damaged or cut short, or other data follow them", "whole gzip data and nothing behind them", "Take the file again from its source.", inner);

    /// <summary>A stream, then the member with the mark.</summary>
    private sealed class MarkedStream(Stream first, byte[] last) : ForwardStream
    {
        private int _start = -1;

        /// <summary>Whether the first stream's end was met.</summary>
        public bool IsAtMark => _start >= 0;

        public override bool CanRead => true;

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
    }
}
