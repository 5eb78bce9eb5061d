using VaePipeline.Contracts.Files;
using VaePipeline.Data.Latents;

namespace VaePipeline.Data.Formats;

/// <summary>The bytes of an input, a file or standard input, unpacked where they are gzipped, which is seen from the first of them.</summary>
internal sealed class InputStream : IDisposable
{
    private readonly string _path;
    private readonly FileStream? _file;
    private readonly PeekStream _packed;
    private readonly GunzipStream? _gunzip;
    private readonly PeekStream _unpacked;
    private long _begin;
    private long _end = long.MaxValue;

    private InputStream(string path, FileStream? file, PeekStream packed)
    {
        (_path, _file, _packed) = (path, file, packed);
        Length = file is { CanSeek: true } ? file.Length : null;
        _gunzip = packed.StartsWith(GunzipStream.Magic) ? new GunzipStream(packed, path) : null;
        _unpacked = _gunzip is null ? packed : new PeekStream(_gunzip);
    }

    /// <summary>What errors call the input.</summary>
    public string Name => _path;

    /// <summary>The unpacked bytes.</summary>
    public Stream Stream => _unpacked;

    /// <summary>Whether the input is gzipped.</summary>
    public bool IsGzip => _gunzip is not null;

    /// <summary>Whether it can be read from any place on.</summary>
    public bool IsPlainFile => Length is not null && !IsGzip;

    /// <summary>Bytes on the disk when it was opened; null where nobody knows.</summary>
    public long? Length { get; }

    /// <summary>Bytes read so far, as they lie on the disk, of those that are to be read. Another thread may ask.</summary>
    public long Read => IsPlainFile ? Math.Clamp(_begin + _packed.BytesRead, _begin, Math.Min(_end, Length ?? 0)) - _begin : _packed.BytesRead;

    /// <summary>Bytes to be read; null where nobody knows.</summary>
    public long? Total => Length is { } length ? Math.Min(_end, length) - _begin : null;

    /// <summary>Opens an input; of a gzipped one the first bytes are read.</summary>
    /// <param name="path">The file, or <see cref="LatentInput.StandardInputPath"/>.</param>
    /// <param name="standardInput">What that stands for; stays the caller's.</param>
    /// <param name="expected">What the file has to be, for errors.</param>
    public static InputStream Open(string path, Stream? standardInput, string expected)
    {
        if (path == LatentInput.StandardInputPath)
        {
            return new InputStream("standard input", null, new PeekStream(standardInput ?? throw new ArgumentNullException(nameof(standardInput))));
        }

#pragma warning disable CA2000 // What is made here owns it, or it is disposed below.
        FileStream file = InputFile.OpenRead(path, expected);
#pragma warning restore CA2000 // As above.
        try
        {
            return new InputStream(path, file, new PeekStream(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether the unpacked data begin so. To be asked before anything is read.</summary>
    public bool StartsWith(ReadOnlySpan<byte> bytes) => _unpacked.StartsWith(bytes);

    /// <summary>The first unpacked bytes, at most <see cref="PeekStream.MostAhead"/>. To be asked before anything is read.</summary>
    public ReadOnlySpan<byte> Peek() => _unpacked.Peek(PeekStream.MostAhead);

    /// <summary>Goes to a place of the unpacked data. To be called once, before anything is read.</summary>
    /// <param name="offset">Bytes from the start.</param>
    /// <exception cref="BadInputException">The data end before.</exception>
    public void Skip(long offset)
    {
        if (IsPlainFile)
        {
            _file!.Position = offset; // Not null: a plain file.
            _packed.Moved();
            return;
        }

        byte[] buffer = new byte[1 << 16];
        for (long left = offset; left > 0;)
        {
            int read = _unpacked.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
            {
                throw BadInputException.In(_path, Invariant($"the data end at byte {offset - left}"), Invariant($"at least {offset} bytes, which were read before"), "Pass the same input.");
            }

            left -= read;
        }
    }

    /// <summary>Says which part of a plain file is to be read, for <see cref="Read"/> and <see cref="Total"/>.</summary>
    public void Expect(long begin, long end) => (_begin, _end) = (begin, end);

    /// <summary>Throws where a file was longer when it was opened than it is at its end.</summary>
    /// <param name="offset">Where the data ended.</param>
    /// <exception cref="EndOfStreamException">It was.</exception>
    public void RequireEnd(long offset)
    {
        if (IsPlainFile && offset < Length)
        {
            // No bad input, which its owner would have to correct: the file was right, and can be again.
            throw new EndOfStreamException(BadInputException.AtByte(
                _path, offset, "the file ends", Invariant($"{Length} bytes, as it had when it was opened"), "It was cut short meanwhile: restore it.").Message);
        }
    }

    public void Dispose()
    {
        _unpacked.Dispose();
        _gunzip?.Dispose();
        _packed.Dispose();
        _file?.Dispose();
    }
}
