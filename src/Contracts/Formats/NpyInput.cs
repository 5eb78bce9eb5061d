using System.Buffers.Binary;
using System.Globalization;
using VaePipeline.Contracts.Errors;

namespace VaePipeline.Contracts.Formats;

/// <summary>A NPY file of numbers whose length is what its header says, read in pieces.</summary>
internal sealed class NpyInput : IDisposable
{
    private const string CutShort = "The file is cut short: take it whole.";

    private readonly FileStream _file;
    private readonly Func<ReadOnlySpan<byte>, double> _read;
    private readonly byte[] _bytes = new byte[1 << 16];

    /// <summary>Opens a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="expected">What it should hold, for errors.</param>
    /// <param name="types">Element types that may be, as numpy writes them but for the byte order, such as <c>f4</c>.</param>
    public NpyInput(string path, string expected, params ReadOnlySpan<string> types)
    {
        Path = path;
        _file = InputFile.OpenRead(path, expected);
        try
        {
            if (!_file.CanSeek)
            {
                throw BadInputException.In(path, "is a pipe or a device", expected, "Name a file on a disk.");
            }

            NpyHeader header = NpyHeader.Read(_file, path);
            Type = header.Type.Length > 1 ? header.Type[1..] : header.Type;
            Shape = header.Shape;
            _read = types.Contains(Type) ? Reader(header.Type) : throw BadInputException.In(
                path, $"the values are of type \"{header.Type}\"", $"one of {string.Join(", ", types!)}", "Convert them with astype before numpy.save.");
            ElementSize = Type[^1] - '0';
            CheckLength(header);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The file, as it was given.</summary>
    public string Path { get; }

    /// <summary>Element type without its byte order, such as <c>f4</c>.</summary>
    public string Type { get; }

    /// <summary>All axes.</summary>
    public long[] Shape { get; }

    /// <summary>Number of values.</summary>
    public long Count { get; private set; }

    private int ElementSize { get; }

    /// <summary>Reads as many of the next values as fit.</summary>
    /// <returns>How many; 0 at the end.</returns>
    public int Read(Span<double> values)
    {
        int wanted = (int)Math.Min(values.Length, Math.Min(_bytes.Length / ElementSize, (_file.Length - _file.Position) / ElementSize));
        Span<byte> bytes = _bytes.AsSpan(0, wanted * ElementSize);
        if (_file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw BadInputException.AtByte(Path, _file.Position, "the file ends", "the values that its header claims", CutShort);
        }

        for (int i = 0; i < wanted; i++)
        {
            values[i] = _read(bytes[(i * ElementSize)..]);
        }

        return wanted;
    }

    /// <summary>A value's place as numpy writes it, such as <c>[12, 0, 3]</c>.</summary>
    /// <param name="index">Position of the value among all.</param>
    public string Place(long index)
    {
        long[] place = new long[Shape.Length];
        for (int axis = Shape.Length - 1; axis >= 0; axis--)
        {
            (index, place[axis]) = Math.DivRem(index, Shape[axis]);
        }

        return ImageAxes.Text(place);
    }

    public void Dispose() => _file.Dispose();

    private static Func<ReadOnlySpan<byte>, double> Reader(string type) => type switch
    {
        ['>', ..] => type[1..] switch
        {
            "f4" => bytes => BinaryPrimitives.ReadSingleBigEndian(bytes),
            "f8" => BinaryPrimitives.ReadDoubleBigEndian,
            "i2" => bytes => BinaryPrimitives.ReadInt16BigEndian(bytes),
            "u2" => bytes => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            "i4" => bytes => BinaryPrimitives.ReadInt32BigEndian(bytes),
            "u4" => bytes => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            "i8" => bytes => BinaryPrimitives.ReadInt64BigEndian(bytes),
            _ => bytes => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        },
        _ => type[1..] switch
        {
            "u1" or "b1" => bytes => bytes[0],
            "i1" => bytes => (sbyte)bytes[0],
            "f4" => bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            "f8" => BinaryPrimitives.ReadDoubleLittleEndian,
            "i2" => bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            "u2" => bytes => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            "i4" => bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            "u4" => bytes => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            "i8" => bytes => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            _ => bytes => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        },
    };

    private void CheckLength(NpyHeader header)
    {
        Int128 count = 1;
        foreach (long size in Shape)
        {
            count *= size;
            if (count > Array.MaxLength)
            {
                throw BadInputException.In(Path, $"the array is {ImageAxes.Text(Shape)}", "less than 2 GiB of pixels", "Use fewer images, or smaller ones.");
            }
        }

        Count = (long)count;
        long expected = header.DataOffset + (Count * ElementSize);
        if (_file.Length != expected)
        {
            throw BadInputException.AtByte(
                Path,
                Math.Min(_file.Length, expected),
                _file.Length < expected ? "the file ends" : "more data follow",
                string.Create(CultureInfo.InvariantCulture, $"{expected} bytes for {ImageAxes.Text(Shape)} of \"{header.Type}\""),
                _file.Length < expected ? CutShort : "The file is damaged: take it again from its source.");
        }
    }
}
