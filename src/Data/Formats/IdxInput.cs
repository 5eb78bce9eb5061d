using System.Buffers.Binary;

namespace VaePipeline.Data.Formats;

/// <summary>The bytes of an IDX file, unpacked where it is gzipped, read whole or row by row, so that no header costs more memory than the file can hold.</summary>
internal sealed class IdxInput : IDisposable
{
    // RFC 1951 codes at most 258 bytes in 2 bits.
    internal const int HighestRatio = 1032;

    private const string TakeAgain = "The file is damaged: take it again from its source.";

    private readonly string _expected;
    private readonly InputBytes _bytes;

    /// <summary>Opens a file.</summary>
    public IdxInput(string path, string expected)
        : this(InputBytes.Open(path, standardInput: null, expected), expected)
    {
    }

    /// <summary>Owns <paramref name="bytes"/> from now on.</summary>
    public IdxInput(InputBytes bytes, string expected)
    {
        _bytes = bytes;
        _expected = expected;
    }

    /// <summary>The file, as it was given.</summary>
    public string Path => _bytes.Name;

    /// <summary>How many bytes were read, after unpacking.</summary>
    public long Offset { get; private set; }

    /// <summary>Reads the magic number, which must be one of those.</summary>
    public uint ReadMagic(ReadOnlySpan<uint> magics, uint otherMagic, string otherAdvice)
    {
        uint found = ReadSize("magic number");
        if (!magics.Contains(found))
        {
            throw BadInputException.AtByte(
                Path,
                0,
                string.Create(CultureInfo.InvariantCulture, $"magic number is 0x{found:X8}"),
                string.Join(" or ", magics.ToArray().Select(magic => string.Create(CultureInfo.InvariantCulture, $"0x{magic:X8}"))),
                found == otherMagic ? otherAdvice : $"Pass {_expected}.");
        }

        return found;
    }

    /// <summary>Reads one big-endian 32-bit number of the header.</summary>
    public uint ReadSize(string name)
    {
        Span<byte> bytes = stackalloc byte[4];
        long offset = Offset;
        if (ReadUpTo(bytes) < 4)
        {
            throw BadInputException.AtByte(Path, offset, $"the file ends within its {name}", _expected, "The file is cut short: take it whole.");
        }

        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>Reads exactly that many bytes, after which the file must end.</summary>
    public byte[] ReadPayload(ulong length, string contents)
    {
        ulong end = length + (ulong)Offset;
        RequireRoom(length, contents, (ulong)Array.MaxLength);

        // Grows as the data arrive: a small gzip file cannot claim much memory.
        byte[] payload = new byte[Math.Min((long)length, Math.Max(1 << 16, (_bytes.Length ?? 0) * 8))];
        int filled = 0;
        while (true)
        {
            int read = ReadUpTo(payload.AsSpan(filled));
            filled += read;
            if (filled == (int)length)
            {
                break;
            }

            if (filled < payload.Length)
            {
                throw CutShort(end, contents);
            }

            Array.Resize(ref payload, (int)Math.Min((long)length, 2L * payload.Length));
        }

        RequireEnd(contents);
        return payload;
    }

    /// <summary>Throws where a header claims more than the file can hold, or than <paramref name="most"/>.</summary>
    /// <param name="length">Bytes that it claims from here on.</param>
    /// <param name="contents">What these bytes are.</param>
    /// <param name="most">The most that the caller can take.</param>
    public void RequireRoom(ulong length, string contents, ulong most = long.MaxValue)
    {
        ulong capacity = _bytes.Length is { } size ? (ulong)size * (_bytes.IsGzip ? HighestRatio : 1UL) : most;
        if (length > most || length + (ulong)Offset > capacity)
        {
            throw BadInputException.AtByte(
                Path,
                4,
                string.Create(CultureInfo.InvariantCulture, $"the header claims {contents}, {length} bytes"),
                _bytes.Length is { } bytes
                    ? string.Create(CultureInfo.InvariantCulture, $"no more than a file of {bytes} bytes can hold")
                    : string.Create(CultureInfo.InvariantCulture, $"at most {most} bytes"),
                "The file is damaged or cut short: take it whole.");
        }
    }

    /// <summary>Reads exactly a row.</summary>
    /// <param name="row">Receives it.</param>
    /// <param name="end">Where the file should end, and what it then holds, for errors.</param>
    public void ReadRow(Span<byte> row, (ulong Offset, string Contents) end)
    {
        if (ReadUpTo(row) < row.Length)
        {
            throw CutShort(end.Offset, end.Contents);
        }
    }

    /// <summary>Throws where data follow. Also makes the unpacker read and check the end of the gzip data.</summary>
    public void RequireEnd(string contents)
    {
        if (ReadUpTo(stackalloc byte[1]) != 0)
        {
            throw BadInputException.AtByte(
                Path,
                Offset - 1,
                "more data follow",
                string.Create(CultureInfo.InvariantCulture, $"the end of the file after {contents}"),
                "The file is damaged: take it again from its source.");
        }
    }

    public void Dispose() => _bytes.Dispose();

    private BadInputException CutShort(ulong end, string contents) => BadInputException.AtByte(
        Path,
        Offset,
        "the data end",
        string.Create(CultureInfo.InvariantCulture, $"{end} bytes for {contents}"),
        "The file is cut short: take it whole.");

    private int ReadUpTo(Span<byte> bytes)
    {
        int read = _bytes.Stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        Offset += read;
        return read;
    }
}
