using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace VaePipeline.Contracts.Pictures;

/// <summary>Reads the chunks of one PNG file and unpacks its pixels.</summary>
internal ref struct PngDecoder
{
    private const string TakeAgain = "The file is damaged: take it again from its source.";
    private const string Convert = "Convert it to 8-bit grey or RGB without interlacing.";
    private const int HeaderOffset = 16;

    // A zip stream unpacks to at most so many times its bytes.
    private const long HighestRatio = 1032;

    private readonly ReadOnlySpan<byte> _file;
    private readonly string _path;
    private int _position;

    private PngDecoder(ReadOnlySpan<byte> file, string path)
    {
        _file = file;
        _path = path;
    }

    public static PngImage Decode(ReadOnlySpan<byte> file, string path)
    {
        if (!file.StartsWith(PngFile.Signature))
        {
            string found = file.IsEmpty ? "the file is empty" : "the file does not begin with the PNG signature";
            throw BadInputException.AtByte(path, 0, found, "a PNG file", "Pass a PNG file.");
        }

        PngDecoder decoder = new(file, path) { _position = PngFile.Signature.Length };
        return decoder.Decode();
    }

    private PngImage Decode()
    {
        ReadOnlySpan<byte> header = ReadChunk(out string type);
        if (type != "IHDR" || header.Length != 13)
        {
            throw At(8, $"the first chunk is \"{type}\" of {Digits(header.Length)} bytes", "\"IHDR\" of 13 bytes", TakeAgain);
        }

        (int width, int height, int channels) = ReadHeader(header);

        using MemoryStream packed = new();
        bool hasData = false;
        bool isDataOver = false;
        while (true)
        {
            int offset = _position;
            ReadOnlySpan<byte> chunk = ReadChunk(out type);
            if (type == "IEND")
            {
                break;
            }

            if (type == "IDAT")
            {
                if (isDataOver)
                {
                    throw At(offset, "another chunk lies between the chunks \"IDAT\"", "one behind the other", TakeAgain);
                }

                packed.Write(chunk);
                hasData = true;
                continue;
            }

            isDataOver = hasData;

            // Bit 5 of the first letter: a chunk that one may pass over. A palette only suggests colours for RGB.
            if (!char.IsAsciiLetterLower(type[0]) && !(type == "PLTE" && channels == 3))
            {
                throw At(offset, $"chunk \"{type}\" must be understood to show the picture", "IHDR, IDAT and IEND", Convert);
            }
        }

        return new PngImage(Unpack(packed, width, height, channels), width, height, channels);
    }

    private readonly (int Width, int Height, int Channels) ReadHeader(ReadOnlySpan<byte> header)
    {
        uint width = BinaryPrimitives.ReadUInt32BigEndian(header);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
        {
            throw At(HeaderOffset, $"the picture has {width}x{height} pixels", "1 to 2147483647 each way", TakeAgain);
        }

        byte bits = header[8];
        byte colourType = header[9];
        string? kind = colourType switch
        {
            0 or 2 => null,
            3 => "a palette (colour type 3)",
            4 => "grey with alpha (colour type 4)",
            6 => "RGB with alpha (colour type 6)",
            _ => $"colour type {colourType}",
        };
        if (kind is not null)
        {
            throw At(HeaderOffset + 9, $"the picture has {kind}", "grey or RGB", Convert);
        }

        if (bits != 8)
        {
            throw At(HeaderOffset + 8, $"the picture has {bits} bits a value", "8", Convert);
        }

        if (header[10] != 0 || header[11] != 0)
        {
            throw At(HeaderOffset + 10, $"compression {header[10]} and filter method {header[11]}", "0 and 0", TakeAgain);
        }

        if (header[12] != 0)
        {
            string found = header[12] == 1 ? "the picture is interlaced (Adam7)" : $"interlace method {header[12]}";
            throw At(HeaderOffset + 12, found, "no interlacing", Convert);
        }

        return ((int)width, (int)height, colourType == 0 ? 1 : 3);
    }

    /// <summary>Reads a chunk's type and data and checks its CRC.</summary>
    private ReadOnlySpan<byte> ReadChunk(out string type)
    {
        ReadOnlySpan<byte> rest = _file[_position..];
        if (rest.Length < 12)
        {
            throw At(_position, $"{Digits(rest.Length)} bytes are left", "a chunk of 12 or more", "The file is cut short: take it whole.");
        }

        type = ReadType(rest.Slice(4, 4));
        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - 12)
        {
            throw At(_position, $"chunk \"{type}\" claims {length} bytes", $"at most {Digits(rest.Length - 12)}, as the file ends there", "The file is cut short: take it whole.");
        }

        ReadOnlySpan<byte> data = rest.Slice(8, (int)length);
        uint crc = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]);
        uint computed = PngFile.ChunkCrc(rest.Slice(4, 4), data);
        if (crc != computed)
        {
            throw At(
                _position + 8 + (int)length,
                string.Create(CultureInfo.InvariantCulture, $"CRC of chunk \"{type}\" is 0x{crc:X8}"),
                string.Create(CultureInfo.InvariantCulture, $"0x{computed:X8}"),
                TakeAgain);
        }

        _position += 12 + (int)length;
        return data;
    }

    private readonly string ReadType(ReadOnlySpan<byte> bytes)
    {
        foreach (byte letter in bytes)
        {
            if (!char.IsAsciiLetter((char)letter))
            {
                throw At(_position + 4, $"chunk type 0x{System.Convert.ToHexString(bytes)}", "four letters", TakeAgain);
            }
        }

        return Encoding.ASCII.GetString(bytes);
    }

    private readonly byte[] Unpack(MemoryStream packed, int width, int height, int channels)
    {
        long rowSize = (long)width * channels;
        Int128 needed = (Int128)height * (rowSize + 1); // three channels of 2^31 - 1 squared pixels pass a long
        if (needed > Array.MaxLength || needed > packed.Length * HighestRatio)
        {
            throw At(
                HeaderOffset,
                $"the header claims {width}x{height} pixels, {needed.ToString(CultureInfo.InvariantCulture)} bytes",
                $"no more than {packed.Length.ToString(CultureInfo.InvariantCulture)} bytes of packed data can hold",
                TakeAgain);
        }

        packed.Position = 0;
        using ZLibStream unpacked = new(packed, CompressionMode.Decompress, leaveOpen: true);
        byte[] pixels = new byte[height * rowSize];
        byte[] none = new byte[rowSize];
        Span<byte> filter = stackalloc byte[1];
        try
        {
            for (int y = 0; y < height; y++)
            {
                Span<byte> row = pixels.AsSpan(y * (int)rowSize, (int)rowSize);
                ReadOnlySpan<byte> above = y == 0 ? none : pixels.AsSpan((y - 1) * (int)rowSize, (int)rowSize);
                unpacked.ReadExactly(filter);
                unpacked.ReadExactly(row);
                if (filter[0] >= PngFilters.Count)
                {
                    throw Inside($"row {y} has filter {filter[0]}", "0 to 4");
                }

                PngFilters.Undo(filter[0], row, above, channels);
            }

            // Also makes the unpacker check the end of the zlib data.
            if (unpacked.Read(filter) != 0)
            {
                throw Inside("the packed data hold more", $"{height} rows and no more");
            }
        }
        catch (EndOfStreamException exception)
        {
            throw Inside("the packed data end early", $"{height} rows", exception);
        }
        catch (InvalidDataException exception)
        {
            throw Inside("the packed data are damaged", "zlib data", exception);
        }

        return pixels;
    }

    private readonly BadInputException Inside(string found, string expected, Exception? inner = null)
        => BadInputException.In(_path, found, expected, TakeAgain, inner);

    private readonly BadInputException At(long offset, string found, string expected, string advice)
        => BadInputException.AtByte(_path, offset, found, expected, advice);

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
