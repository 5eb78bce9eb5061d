using System.Buffers.Binary;
using System.Globalization;
using VaePipeline.Contracts.Errors;

namespace VaePipeline.Contracts.Formats;

/// <summary>The bytes of an IDX file, unpacked where it is gzipped, read so that no header costs more memory than the file can hold.</summary>
internal sealed class IdxInput : IDisposable
{
    // RFC 1951 codes at most 258 bytes in 2 bits.
    internal const int HighestRatio = 1032;

    private readonly string _expected;
    private readonly long _fileLength;
    private readonly FileStream _file;
    private readonly GunzipStream? _unpacked;

    public IdxInput(string path, string expected)
    {
        Path = path;
        _expected = expected;
        _file = InputFile.OpenRead(path, expected);
        try
        {
            if (!_file.CanSeek)
            {
                throw BadInputException.In(path, "is a pipe or a device", expected, "Name a file on a disk.");
            }

            _fileLength = _file.Length;
            Span<byte> magic = stackalloc byte[2];
            int read = _file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
            _file.Position = 0;
            _unpacked = read == 2 && magic.SequenceEqual(GunzipStream.Magic) ? new GunzipStream(_file, path) : null;
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The file, as it was given.</summary>
    public string Path { get; }

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
        long header = Offset;
        ulong capacity = (ulong)_fileLength * (_unpacked is null ? 1UL : HighestRatio);
        if (length > (ulong)Array.MaxLength || length + (ulong)header > capacity)
        {
            throw BadInputException.AtByte(
                Path,
                4,
                string.Create(CultureInfo.InvariantCulture, $"the header claims {contents}, {length} bytes"),
                string.Create(CultureInfo.InvariantCulture, $"no more than a file of {_fileLength} bytes can hold"),
                "The file is damaged or cut short: take it whole.");
        }

        // Grows as the data arrive: a small gzip file cannot claim much memory.
        byte[] payload = new byte[Math.Min((long)length, Math.Max(1 << 16, _fileLength * 8))];
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
                throw BadInputException.AtByte(
                    Path,
                    Offset,
                    "the data end",
                    string.Create(CultureInfo.InvariantCulture, $"{length + (ulong)header} bytes for {contents}"),
                    "The file is cut short: take it whole.");
            }

            Array.Resize(ref payload, (int)Math.Min((long)length, 2L * payload.Length));
        }

        // Also makes the unpacker look at the end of the gzip data.
        if (ReadUpTo(stackalloc byte[1]) != 0)
        {
            throw BadInputException.AtByte(
                Path,
                Offset - 1,
                "more data follow",
                string.Create(CultureInfo.InvariantCulture, $"the end of the file after {contents}"),
                "The file is damaged: take it again from its source.");
        }

        return payload;
    }

    public void Dispose()
    {
        _unpacked?.Dispose();
        _file.Dispose();
    }

    private int ReadUpTo(Span<byte> bytes)
    {
        int read = ((Stream?)_unpacked ?? _file).ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        Offset += read;
        return read;
    }
}
