using System.Buffers.Binary;
using VaePipeline.Contracts.Files;
using VaePipeline.Contracts.Models;
using VaePipeline.Data.Images;

namespace VaePipeline.Data.Formats;

/// <summary>
/// Writes an IDX file of grey images, [N, H, W] unsigned bytes, of which N need not be known before the end. Writes to
/// a stream that stays the caller's, most often an <see cref="AtomicFileStream"/>. Not thread-safe.
/// </summary>
public sealed class IdxWriter
{
    private readonly Stream _stream;
    private readonly long _start;
    private readonly ImageShape _shape;
    private long _count;
    private bool _isComplete;

    /// <summary>Writes the header, with a count of 0 until <see cref="Complete"/>.</summary>
    /// <param name="stream">Where to write, from its present position; must be able to seek. Stays the caller's.</param>
    /// <param name="rows">H, in pixels.</param>
    /// <param name="columns">W, in pixels.</param>
    public IdxWriter(Stream stream, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("the stream cannot seek; expected one that can. Write to a file.", nameof(stream));
        }

        _shape = new ImageShape(1, rows, columns).Validated();
        _stream = stream;
        _start = stream.Position;
        stream.Write(Header(0, rows, columns));
    }

    /// <summary>The header of a file of images, 16 bytes.</summary>
    /// <param name="count">N, at most 4294967295.</param>
    /// <param name="rows">H, in pixels.</param>
    /// <param name="columns">W, in pixels.</param>
    /// <returns>The bytes in front of the first image.</returns>
    public static byte[] Header(long count, int rows, int columns)
    {
        byte[] header = new byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(header, IdxReader.ImagesMagic);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), checked((uint)count));
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(8), rows);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(12), columns);
        return header;
    }

    /// <summary>Appends images.</summary>
    /// <param name="images">[N, H, W], row-major, 0..255; any N, 0 included.</param>
    /// <exception cref="ArgumentException">Not a whole number of images.</exception>
    /// <exception cref="InvalidOperationException">The file is complete, or would hold more than 4294967295 images.</exception>
    public void Append(ReadOnlySpan<byte> images)
    {
        RequireOpen();
        (int added, int rest) = Math.DivRem(images.Length, _shape.PixelCount);
        if (rest != 0)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{images.Length} bytes; expected a multiple of {_shape.PixelCount}. Pass whole images."),
                nameof(images));
        }

        if (_count + added > uint.MaxValue)
        {
            throw new InvalidOperationException("more than 4294967295 images; expected fewer, as IDX counts in 32 bits. Write several files, or NPY.");
        }

        _stream.Write(images);
        _count += added;
    }

    /// <summary>Writes the true count into the header and leaves the stream at the end. Call it once, at the end.</summary>
    /// <exception cref="InvalidOperationException">The file is complete already.</exception>
    public void Complete()
    {
        RequireOpen();
        _isComplete = true;
        long end = _stream.Position;
        _stream.Position = _start;
        _stream.Write(Header(_count, _shape.Height, _shape.Width));
        _stream.Position = end;
    }

    /// <summary>Writes a whole IDX file of labels.</summary>
    /// <param name="stream">Where to write. Stays the caller's.</param>
    /// <param name="labels">[N], one byte a label.</param>
    public static void WriteLabels(Stream stream, ReadOnlySpan<byte> labels)
    {
        ArgumentNullException.ThrowIfNull(stream);

        Span<byte> header = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(header, IdxReader.LabelsMagic);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], (uint)labels.Length);
        stream.Write(header);
        stream.Write(labels);
    }

    private void RequireOpen()
    {
        if (_isComplete)
        {
            throw new InvalidOperationException("the IDX file is complete already; expected no more calls. Start another file.");
        }
    }
}
