using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VaePipeline.Contracts.Numbers;

namespace VaePipeline.Data.Formats;

/// <summary>A NPY file of numbers, plain or gzipped, whose length is what its header says, read in pieces.</summary>
internal sealed class NpyInput : IDisposable
{
    private const string CutShort = "The file is cut short: take it whole.";

    private readonly InputStream _file;
    private readonly Func<ReadOnlySpan<byte>, double> _read;
    private readonly byte[] _bytes = new byte[1 << 16];
    private readonly NpyHeader _header;
    private long _taken;

    /// <summary>Owns <paramref name="file"/> from now on, also where it throws.</summary>
    /// <param name="file">The file.</param>
    /// <param name="most">The most values that there may be.</param>
    /// <param name="types">Element types that may be, as numpy writes them but for the byte order, such as <c>f4</c>.</param>
    public NpyInput(InputStream file, long most, params ReadOnlySpan<string> types)
    {
        _file = file;
        try
        {
            _header = NpyHeader.Read(_file.Stream, Path);
            Type = _header.Type.Length > 1 ? _header.Type[1..] : _header.Type;
            Shape = _header.Shape;
            _read = types.Contains(Type) ? Reader(_header.Type) : throw BadInputException.In(
                Path, $"the values are of type \"{_header.Type}\"", $"one of {string.Join(", ", types!)}", "Convert them with astype before numpy.save.");
            ElementSize = Type[^1] - '0';
            CheckLength(most);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The file, as it was given.</summary>
    public string Path => _file.Name;

    /// <summary>Element type without its byte order, such as <c>f4</c>.</summary>
    public string Type { get; }

    /// <summary>All axes.</summary>
    public long[] Shape { get; }

    /// <summary>Number of values.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes of a value.</summary>
    public int ElementSize { get; }

    /// <summary>Reads as many of the next values as fit.</summary>
    /// <returns>How many; 0 at the end.</returns>
    public int Read(Span<double> values)
    {
        int wanted = (int)Math.Min(values.Length, Math.Min(_bytes.Length / ElementSize, Count - _taken));
        ReadBytes(_bytes.AsSpan(0, wanted * ElementSize));
        Decode(_bytes, values[..wanted]);
        return wanted;
    }

    /// <summary>Reads the next values as the file has them.</summary>
    /// <param name="bytes">Receives a whole number of values, no more than are left.</param>
    public void ReadBytes(Span<byte> bytes)
    {
        int read = _file.Stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < bytes.Length)
        {
            _file.RequireEnd(OffsetOf(_taken) + read);
            throw BadInputException.AtByte(Path, OffsetOf(_taken) + read, "the file ends", "the values that its header claims", CutShort);
        }

        _taken += bytes.Length / ElementSize;
    }

    /// <summary>Turns what <see cref="ReadBytes"/> gave into numbers.</summary>
    public void Decode(ReadOnlySpan<byte> bytes, Span<double> values)
    {
        if (BitConverter.IsLittleEndian && _header.Type is ['<' or '=', 'f', '4'])
        {
            ReadOnlySpan<float> singles = MemoryMarshal.Cast<byte, float>(bytes);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = singles[i];
            }

            return;
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _read(bytes[(i * ElementSize)..]);
        }
    }

    /// <summary>Throws if a value is none from 0 to a limit.</summary>
    /// <param name="values">Some of the values, one after the other.</param>
    /// <param name="first">Position of the first of them among all.</param>
    /// <param name="limit">The largest value.</param>
    /// <param name="isGiven">Whether the user says the limit.</param>
    public void RequireRange(ReadOnlySpan<double> values, long first, double limit, bool isGiven)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= 0 && values[i] <= limit))
            {
                throw BadInputException.In(
                    Path,
                    Invariant($"{ElementIndex.Format(first + i, Shape)} is {values[i]}"),
                    Invariant($"a value from 0 to {limit}"),
                    isGiven ? "Correct the value." : "Scale the values, or say that they run to 255: --pixel-range 255.");
            }
        }
    }

    /// <summary>Throws where data follow, which of a plain file is known from its length. Also makes the unpacker check the end.</summary>
    public void RequireEnd()
    {
        if (_file.Stream.ReadByte() >= 0)
        {
            throw WrongLength(OffsetOf(Count), isShort: false);
        }
    }

    /// <summary>Where a value begins, in bytes of the unpacked file.</summary>
    /// <param name="index">Position of the value among all.</param>
    public long OffsetOf(long index) => _header.DataOffset + (index * ElementSize);

    /// <summary>Goes on with a value. To be called once, before any is read.</summary>
    /// <param name="index">Position of the value among all.</param>
    public void MoveTo(long index)
    {
        _file.Skip(_file.IsPlainFile ? OffsetOf(index) : index * ElementSize);
        _taken = index;
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

    private void CheckLength(long most)
    {
        Int128 count = 1;
        foreach (long size in Shape)
        {
            count *= size;
            if (count > most)
            {
                throw BadInputException.In(
                    Path,
                    $"the array is {ElementIndex.FormatShape(Shape)}",
                    most == Array.MaxLength ? "less than 2 GiB of pixels" : Invariant($"at most {most} values"),
                    most == Array.MaxLength ? "Use fewer images, or smaller ones." : "Save a smaller array.");
            }
        }

        Count = (long)count;
        Int128 expected = _header.DataOffset + (count * ElementSize);
        if (_file.Length is { } length && (_file.IsGzip ? expected > (Int128)length * IdxInput.HighestRatio : expected != length))
        {
            throw WrongLength(expected, isShort: length < expected);
        }
    }

    private BadInputException WrongLength(Int128 expected, bool isShort) => BadInputException.AtByte(
        Path,
        (long)(isShort && _file.Length is { } length ? Int128.Min(length, expected) : expected),
        isShort ? "the file ends" : "more data follow",
        Invariant($"{expected} bytes for {ElementIndex.FormatShape(Shape)} of \"{_header.Type}\""),
        isShort ? CutShort : "The file is damaged: take it again from its source.");
}
