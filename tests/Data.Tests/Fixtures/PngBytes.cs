using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using VaePipeline.Contracts.Pictures;

namespace VaePipeline.Tests;

/// <summary>PNG files of any kind, chunk by chunk.</summary>
internal static class PngBytes
{
    public static byte[] Header(uint width, uint height, byte bits = 8, byte colourType = 0, byte interlace = 0)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), height);
        header[8] = bits;
        header[9] = colourType;
        header[12] = interlace;
        return header;
    }

    /// <summary>A file of one packed piece of rows, each with its filter byte in front.</summary>
    public static byte[] Make(byte[] header, byte[] packed, params (string Type, byte[] Data)[] before) => Make(header, [.. before, ("IDAT", packed)]);

    public static byte[] Make(byte[] header, (string Type, byte[] Data)[] chunks)
    {
        List<byte> file = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
        foreach ((string type, byte[] data) in chunks.Prepend(("IHDR", header)).Append(("IEND", [])))
        {
            byte[] name = Encoding.ASCII.GetBytes(type);
            file.AddRange(BigEndian((uint)data.Length));
            file.AddRange(name);
            file.AddRange(data);
            file.AddRange(BigEndian(PngFile.ChunkCrc(name, data)));
        }

        return [.. file];
    }

    public static byte[] BigEndian(uint number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    public static byte[] Pack(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Optimal))
        {
            zlib.Write(bytes);
        }

        return packed.ToArray();
    }
}
