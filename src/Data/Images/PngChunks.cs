using System.Buffers.Binary;
using System.Text;
using VaePipeline.Contracts.Pictures;

namespace VaePipeline.Data.Images;

/// <summary>
/// What the chunks of a PNG file say (https://www.w3.org/TR/png-3/#5Chunk-layout), each with its CRC checked to the end of
/// the file: a decoder forgives a wrong CRC of what it can do without, as transparency or a profile, and a missing end.
/// </summary>
/// <param name="ColourType">0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha.</param>
/// <param name="HasProfile">Whether there is an ICC profile.</param>
internal sealed record PngChunks(byte ColourType, bool HasProfile)
{
    private const int SignatureLength = 8;

    // A zip stream unpacks to at most so many times its bytes.
    private const long HighestRatio = 1032;

    /// <summary>Whether the file stores grey.</summary>
    public bool IsGrey => ColourType is 0 or 4;

    /// <summary>Whether the file stores a palette.</summary>
    public bool HasPalette => ColourType == 3;

    /// <summary>Checks a file that begins with the first bytes of the signature.</summary>
    /// <exception cref="BadInputException">It is damaged or cut short, or claims more pixels than it can hold.</exception>
    public static PngChunks Check(ReadOnlySpan<byte> file, string path)
    {
        if (!file.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            throw BadInputException.AtByte(path, 0, "the file does not begin with the PNG signature", "a PNG file", PictureFile.TakeAgain);
        }

        int position = SignatureLength;
        ReadOnlySpan<byte> header = ReadChunk(file, path, ref position, out string type);
        if (type != "IHDR" || header.Length != 13)
        {
            throw BadInputException.AtByte(
                path, SignatureLength, Invariant($"the first chunk is \"{type}\" of {header.Length} bytes"), "\"IHDR\" of 13 bytes", PictureFile.TakeAgain);
        }

        bool hasProfile = false;
        long packed = 0;
        while (type != "IEND")
        {
            int start = position;
            ReadOnlySpan<byte> data = ReadChunk(file, path, ref position, out type);

            // A capital letter in front: not to be passed over.
            if (char.IsAsciiLetterUpper(type[0]) && type is not ("PLTE" or "IDAT" or "IEND"))
            {
                throw BadInputException.AtByte(path, start, $"chunk \"{type}\" must be understood to show the picture", "IHDR, PLTE, IDAT and IEND", "Convert it to a plain PNG file.");
            }

            hasProfile |= type == "iCCP";
            packed += type == "IDAT" ? data.Length : 0;
        }

        RequireRoom(header, packed, path);
        return new PngChunks(header[9], hasProfile);
    }

    private static void RequireRoom(ReadOnlySpan<byte> header, long packed, string path)
    {
        uint width = BinaryPrimitives.ReadUInt32BigEndian(header), height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        Int128 bits = (Int128)width * height * header[8];
        if (bits / 8 > packed * HighestRatio)
        {
            throw BadInputException.AtByte(
                path, 16, Invariant($"the header claims {width}x{height} pixels"), Invariant($"no more than {packed} bytes of packed data can hold"), PictureFile.TakeAgain);
        }
    }

    private static ReadOnlySpan<byte> ReadChunk(ReadOnlySpan<byte> file, string path, ref int position, out string type)
    {
        ReadOnlySpan<byte> rest = file[position..];
        if (rest.Length < 12)
        {
            throw BadInputException.AtByte(path, position, Invariant($"{rest.Length} bytes are left"), "a chunk of 12 or more", PictureFile.TakeWhole);
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        type = Encoding.Latin1.GetString(rest.Slice(4, 4));
        if (length > rest.Length - 12)
        {
            throw BadInputException.AtByte(
                path, position, Invariant($"chunk \"{type}\" claims {length} bytes"), Invariant($"at most {rest.Length - 12}, as the file ends there"), PictureFile.TakeWhole);
        }

        int end = 8 + (int)length;
        ReadOnlySpan<byte> data = rest[8..end];
        uint found = BinaryPrimitives.ReadUInt32BigEndian(rest[end..]), computed = PngFile.ChunkCrc(rest.Slice(4, 4), data);
        if (found != computed)
        {
            throw BadInputException.AtByte(
                path, position + end, Invariant($"CRC of chunk \"{type}\" is 0x{found:X8}"), Invariant($"0x{computed:X8}"), PictureFile.TakeAgain);
        }

        position += end + 4;
        return data;
    }
}
