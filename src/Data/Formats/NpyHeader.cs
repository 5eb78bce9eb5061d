using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace VaePipeline.Data.Formats;

/// <summary>Header of a NPY file (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).</summary>
/// <param name="Type">Element type as numpy writes it, such as <c>&lt;f4</c>.</param>
/// <param name="Shape">All axes; none of a single number.</param>
/// <param name="DataOffset">Where the values begin.</param>
internal sealed partial record NpyHeader(string Type, long[] Shape, long DataOffset)
{
    private const string Again = "The file is damaged: write it again with numpy.save.";
    private const int LongestText = 1 << 16;

    /// <summary>First bytes of every file.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the header of a file and leaves the stream behind it.</summary>
    public static NpyHeader Read(Stream stream, string path)
    {
        Span<byte> start = stackalloc byte[8];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (!start[..read].StartsWith(Magic))
        {
            throw BadInputException.AtByte(path, 0, read == 0 ? "the file is empty" : "the file does not begin with \\x93NUMPY", "a NPY file", "Pass a file that numpy.save wrote.");
        }

        int version = read < 8 ? 0 : start[6];
        if (version is not (1 or 2 or 3))
        {
            throw BadInputException.AtByte(path, 6, read < 8 ? "the file ends" : $"format version {version}", "version 1, 2 or 3", Again);
        }

        Span<byte> size = stackalloc byte[version == 1 ? 2 : 4];
        ReadExactly(stream, size, path);
        uint length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > LongestText)
        {
            throw BadInputException.AtByte(path, 8, Invariant($"a header of {length} bytes"), "at most 65536", Again);
        }

        byte[] text = new byte[length];
        ReadExactly(stream, text, path);
        return Parse(Encoding.Latin1.GetString(text), path, start.Length + size.Length + length);
    }

    private static NpyHeader Parse(string text, string path, long dataOffset)
    {
        Match type = Described().Match(text);
        Match order = Order().Match(text);
        Match shape = Sizes().Match(text);
        if (!type.Success || !order.Success || !shape.Success)
        {
            throw BadInputException.AtByte(
                path, dataOffset - text.Length, $"the header is {CsvCells.Shown(Encoding.UTF8.GetBytes(text.Trim()))}", "one element type, an order and a shape", "Save a plain array of numbers.");
        }

        if (order.Groups[1].Value == "True")
        {
            throw BadInputException.In(path, "the array is in Fortran order", "C order, row by row", "Save it with numpy.save(file, numpy.ascontiguousarray(array)).");
        }

        List<long> sizes = [];
        foreach (string part in shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long size))
            {
                throw BadInputException.In(path, $"the shape is ({shape.Groups[1].Value})", "whole numbers from 0", Again);
            }

            sizes.Add(size);
        }

        return new NpyHeader(type.Groups[1].Value, [.. sizes], dataOffset);
    }

    private static void ReadExactly(Stream stream, Span<byte> bytes, string path)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw BadInputException.In(path, "the file ends within its header", "a NPY file", "The file is cut short: take it whole.");
        }
    }

    [GeneratedRegex("'descr'\\s*:\\s*'([^']*)'", RegexOptions.CultureInvariant)]
    private static partial Regex Described();

    [GeneratedRegex("'fortran_order'\\s*:\\s*(True|False)", RegexOptions.CultureInvariant)]
    private static partial Regex Order();

    [GeneratedRegex("'shape'\\s*:\\s*\\(([^)]*)\\)", RegexOptions.CultureInvariant)]
    private static partial Regex Sizes();
}
