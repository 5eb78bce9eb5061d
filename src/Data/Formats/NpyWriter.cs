using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using VaePipeline.Contracts.Files;

namespace VaePipeline.Data.Formats;

/// <summary>
/// Writes a NPY file of float32, version 1.0 (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html), of shape
/// [N, …], row-major, of which N need not be known before the end: images as [N, C, H, W], latents as [N, L]. Writes to
/// a stream that stays the caller's, most often an <see cref="AtomicFileStream"/>. Not thread-safe.
/// </summary>
public sealed class NpyWriter
{
    private readonly Stream _stream;
    private readonly long _start;
    private readonly int[] _rowShape;
    private readonly int _rowSize;
    private long _count;
    private bool _isComplete;

    /// <summary>Writes the header, with N = 0 until <see cref="Complete"/>.</summary>
    /// <param name="stream">Where to write, from its present position; must be able to seek. Stays the caller's.</param>
    /// <param name="rowShape">Shape of one row, such as [C, H, W] or [L]; every size 1 or more.</param>
    public NpyWriter(Stream stream, params ReadOnlySpan<int> rowShape)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("the stream cannot seek; expected one that can. Write to a file.", nameof(stream));
        }

        int size = 1;
        foreach (int side in rowShape)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(side, 1, nameof(rowShape));
            size = checked(size * side);
        }

        _stream = stream;
        _rowShape = rowShape.ToArray();
        _start = stream.Position;
        _rowSize = size;
        stream.Write(Header(NpyElementType.SinglePrecision, 0, rowShape));
    }

    /// <summary>The header of a file; its length does not depend on N.</summary>
    /// <param name="elementType">Type of the values.</param>
    /// <param name="rows">N.</param>
    /// <param name="rowShape">Shape of one row, such as [C, H, W] or [L].</param>
    /// <returns>The bytes in front of the first value, a multiple of 64.</returns>
    public static byte[] Header(NpyElementType elementType, long rows, params ReadOnlySpan<int> rowShape)
    {
        // Room for the largest N, so that the true one fits in the end.
        int size = (Describe(elementType, long.MaxValue, rowShape).Length + 10 + 1 + 63) / 64 * 64;
        byte[] header = new byte[size];
        header.AsSpan().Fill((byte)' ');
        NpyHeader.Magic.CopyTo(header);
        (header[6], header[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), checked((ushort)(size - 10)));
        Encoding.ASCII.GetBytes(Describe(elementType, rows, rowShape), header.AsSpan(10));
        header[^1] = (byte)'\n';
        return header;
    }

    /// <summary>Appends rows of float32.</summary>
    /// <param name="rows">[N, …], row-major; any N, 0 included.</param>
    /// <exception cref="ArgumentException">Not a whole number of rows.</exception>
    /// <exception cref="InvalidOperationException">The file is complete.</exception>
    public void Append(ReadOnlySpan<float> rows)
    {
        RequireOpen();
        int added = CountRows(rows.Length);
        if (BitConverter.IsLittleEndian)
        {
            // In pieces: the bytes of a span of floats may be more than a span of bytes can count.
            for (int first = 0; first < rows.Length; first += 1 << 20)
            {
                _stream.Write(MemoryMarshal.AsBytes(rows.Slice(first, Math.Min(1 << 20, rows.Length - first))));
            }
        }
        else
        {
            Span<byte> bytes = stackalloc byte[4];
            foreach (float value in rows)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
                _stream.Write(bytes);
            }
        }

        _count += added;
    }

    /// <summary>Writes the true N into the header and leaves the stream at the end. Call it once, at the end.</summary>
    /// <exception cref="InvalidOperationException">The file is complete already.</exception>
    public void Complete()
    {
        RequireOpen();
        _isComplete = true;
        long end = _stream.Position;
        _stream.Position = _start;
        _stream.Write(Header(NpyElementType.SinglePrecision, _count, _rowShape));
        _stream.Position = end;
    }

    private static string Describe(NpyElementType elementType, long rows, ReadOnlySpan<int> rowShape)
    {
        string type = elementType == NpyElementType.Byte ? "|u1" : "<f4";
        string sizes = string.Join(", ", rowShape.ToArray().Select(size => size.ToString(CultureInfo.InvariantCulture)));

        // The comma also makes a tuple of a single size.
        return Invariant($"{{'descr': '{type}', 'fortran_order': False, 'shape': ({rows},{(sizes.Length == 0 ? "" : " ")}{sizes}), }}");
    }

    private int CountRows(int values)
    {
        (int rows, int rest) = Math.DivRem(values, _rowSize);
        return rest == 0
            ? rows
            : throw new ArgumentException(
                Invariant($"{values} values; expected a multiple of {_rowSize}. Pass whole rows."), nameof(values));
    }

    private void RequireOpen()
    {
        if (_isComplete)
        {
            throw new InvalidOperationException("the NPY file is complete already; expected no more calls. Start another file.");
        }
    }
}

/// <summary>Element types that <see cref="NpyWriter"/> writes.</summary>
public enum NpyElementType
{
    /// <summary>Unsigned byte, numpy's <c>|u1</c>.</summary>
    Byte,

    /// <summary>Little-endian float32, numpy's <c>&lt;f4</c>.</summary>
    SinglePrecision,
}
