using System.Buffers.Text;
using System.Text.Unicode;

namespace VaePipeline.Data.Formats;

/// <summary>
/// Writes rows of CSV in UTF-8. A number is the shortest text that reads back to the same bits. The cells of a row are added
/// one by one; what is full goes to the stream between rows. Not thread-safe.
/// </summary>
/// <param name="target">Where to write. Stays the caller's.</param>
internal sealed class CsvRows(Stream target)
{
    private const int BufferSize = 1 << 16;
    private const int LongestNumber = 24; // A number of 20 digits, or -1.17549435E-38, and a comma.

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _used;

    /// <summary>Bytes that the stream has got.</summary>
    public long Flushed { get; private set; }

    /// <summary>Bytes written, with those that <see cref="Flush"/> is still to give to the stream.</summary>
    public long Bytes => Flushed + _used;

    /// <summary>Adds a cell for each number.</summary>
    public void Add(ReadOnlySpan<float> numbers)
    {
        foreach (float number in numbers)
        {
            Reserve();
            number.TryFormat(_buffer.AsSpan(_used), out int length, default, CultureInfo.InvariantCulture); // There is room.
            EndCell(length);
        }
    }

    /// <summary>Adds a number.</summary>
    public void Add(long number)
    {
        Reserve();
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_used), out int length); // There is room.
        EndCell(length);
    }

    /// <summary>Adds a cell, or several with their commas, of text that is quoted if it needs to be.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        Reserve();
        while (true)
        {
            Utf8.FromUtf16(text, _buffer.AsSpan(_used..^1), out int read, out int written);
            text = text[read..];
            if (text.IsEmpty)
            {
                EndCell(written);
                return;
            }

            _used += written;
            Flush();
        }
    }

    /// <summary>Ends a row of one cell or more.</summary>
    public void EndRow() => _buffer[_used - 1] = (byte)'\n';

    /// <summary>Hands everything to the stream.</summary>
    public void Flush()
    {
        target.Write(_buffer, 0, _used);
        Flushed += _used;
        _used = 0;
    }

    private void Reserve()
    {
        if (_buffer.Length - _used < LongestNumber)
        {
            Flush();
        }
    }

    // The comma of the last cell becomes the row's end: it is in the buffer, as nothing is flushed after a cell.
    private void EndCell(int length)
    {
        _used += length;
        _buffer[_used++] = (byte)',';
    }
}
