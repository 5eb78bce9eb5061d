using System.Buffers.Binary;

namespace VaePipeline.Data.Formats;

/// <summary>The bytes of an IDX file, unpacked where it is gzipped, read row by row, so that no header costs more memory than the file can hold.</summary>
/// <param name="file">The file; stays the caller's.</param>
/// <param name="expected">What the file has to be, for errors.</param>
internal sealed class IdxInput(InputStream file, string expected)
{
    // RFC 1951 codes at most 258 bytes in 2 bits.
    internal const int HighestRatio = 1032;

    internal const uint ImagesMagic = 0x00000803;
    internal const uint ChannelImagesMagic = 0x00000804;
    internal const uint LabelsMagic = 0x00000801;
    internal const string TakeAgain = "The file is damaged: take it again from its source.";

    /// <summary>The file, as it was given.</summary>
    public string Path => file.Name;

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
                Invariant($"magic number is 0x{found:X8}"),
                string.Join(" or ", magics.ToArray().Select(magic => Invariant($"0x{magic:X8}"))),
                found == otherMagic ? otherAdvice : $"Pass {expected}.");
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
            throw BadInputException.AtByte(Path, offset, $"the file ends within its {name}", expected, "The file is cut short: take it whole.");
        }

        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>Throws where a header claims more than the file can hold, or than <paramref name="most"/>.</summary>
    /// <param name="length">Bytes that it claims from here on.</param>
    /// <param name="contents">What these bytes are.</param>
    /// <param name="most">The most that the caller can take.</param>
    public void RequireRoom(ulong length, string contents, ulong most = long.MaxValue)
    {
        ulong capacity = file.Length is { } size ? (ulong)size * (file.IsGzip ? HighestRatio : 1UL) : most;
        if (length > most || length + (ulong)Offset > capacity)
        {
            throw BadInputException.AtByte(
                Path,
                4,
                Invariant($"the header claims {contents}, {length} bytes"),
                file.Length is { } fileLength
                    ? Invariant($"no more than a file of {fileLength} bytes can hold")
                    : Invariant($"at most {most} bytes"),
                "The file is damaged or cut short: take it whole.");
        }
    }

    /// <summary>Reads exactly a row.</summary>
    /// <param name="row">Receives it.</param>
    /// <param name="end">Where the file should end, for errors.</param>
    /// <param name="contents">What it then holds, for errors.</param>
    public void ReadRow(Span<byte> row, ulong end, string contents)
    {
        if (ReadUpTo(row) < row.Length)
        {
            throw BadInputException.AtByte(
                Path, Offset, "the data end", Invariant($"{end} bytes for {contents}"), "The file is cut short: take it whole.");
        }
    }

    /// <summary>Throws where data follow. Also makes the unpacker read and check the end of the gzip data.</summary>
    public void RequireEnd(string contents)
    {
        if (ReadUpTo(stackalloc byte[1]) != 0)
        {
            throw BadInputException.AtByte(
                Path, Offset - 1, "more data follow", Invariant($"the end of the file after {contents}"), "The file is damaged: take it again from its source.");
        }
    }

    private int ReadUpTo(Span<byte> bytes)
    {
        int read = file.Stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        Offset += read;
        return read;
    }
}
