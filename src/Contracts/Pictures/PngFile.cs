using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using VaePipeline.Contracts.Files;

namespace VaePipeline.Contracts.Pictures;

/// <summary>
/// Writes PNG files (https://www.w3.org/TR/png-3/) of 8-bit grey or RGB without interlacing. Written by hand: the bytes stay
/// the same whatever version of a library is installed.
/// </summary>
public static class PngFile
{
    internal static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes a file, in one step.</summary>
    /// <param name="path">The file to write; one that is there is replaced.</param>
    /// <param name="pixels">[H, W, C], row-major, 0..255.</param>
    /// <param name="width">W, in pixels.</param>
    /// <param name="height">H, in pixels.</param>
    /// <param name="channels">C: 1 for grey, 3 for RGB.</param>
    /// <exception cref="ArgumentException">Sizes out of range, or pixels of another length.</exception>
    /// <exception cref="UnwritableOutputException">The path cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        using AtomicFileStream stream = AtomicFile.Create(path);
        Write(stream, pixels, width, height, channels);
        stream.Commit();
    }

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">Where to write; need not be able to seek. Stays the caller's.</param>
    /// <param name="pixels">[H, W, C], row-major, 0..255.</param>
    /// <param name="width">W, in pixels.</param>
    /// <param name="height">H, in pixels.</param>
    /// <param name="channels">C: 1 for grey, 3 for RGB.</param>
    /// <exception cref="ArgumentException">Sizes out of range, or pixels of another length.</exception>
    public static void Write(Stream stream, ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RequireSize(width, height, channels);
        RequirePixels(pixels, width, height, channels);
        WriteHeader(stream, width, height, channels);
        using MemoryStream data = new();
        Pack(data, pixels, width, channels);
        WriteChunk(stream, "IDAT"u8, data.GetBuffer().AsSpan(0, (int)data.Length));
        WriteChunk(stream, "IEND"u8, []);
    }

    /// <summary>Writes the signature and IHDR.</summary>
    internal static void WriteHeader(Stream stream, int width, int height, int channels)
    {
        stream.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits a value
        header[9] = (byte)(channels == 1 ? 0 : 2); // colour type; compression, filter method and interlace stay 0
        WriteChunk(stream, "IHDR"u8, header);
    }

    /// <summary>Filters and compresses pixels, as IDAT holds them.</summary>
    internal static void Pack(Stream stream, ReadOnlySpan<byte> pixels, int width, int channels)
    {
        using ZLibStream packed = new(stream, CompressionLevel.Optimal, leaveOpen: true);
        PngFilters.WriteRows(packed, pixels, width * channels, channels);
    }

    /// <summary>Throws for a size or a number of channels that is not written.</summary>
    internal static void RequireSize(int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (channels is not (1 or 3))
        {
            throw new ArgumentOutOfRangeException(nameof(channels), $"{channels} channels; expected 1 (grey) or 3 (RGB). Write one of these.");
        }
    }

    /// <summary>Throws where pixels are not [H, W, C].</summary>
    internal static void RequirePixels(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        if ((long)width * height * channels != pixels.Length)
        {
            throw new ArgumentException(
                Invariant($"{pixels.Length} bytes; expected [{height}, {width}, {channels}]. Pass one byte a value."),
                nameof(pixels));
        }
    }

    /// <summary>Writes a chunk: length, type, data, CRC.</summary>
    internal static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ChunkCrc(type, data));
        stream.Write(number);
    }

    /// <summary>CRC-32 of a chunk's type and data, one after the other.</summary>
    internal static uint ChunkCrc(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Crc32 crc = new();
        crc.Append(type);
        crc.Append(data);
        return crc.GetCurrentHashAsUInt32();
    }
}
