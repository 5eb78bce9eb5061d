using System.Buffers.Binary;

namespace VaePipeline.Contracts.Pictures;

/// <summary>
/// Writes an animated PNG (APNG, https://www.w3.org/TR/png-3/#apng-frame-based-animation) of 8-bit grey or RGB, frame by
/// frame; every frame is a whole picture, and the first is what a reader without animation shows. How many frames there are
/// stands in front: behind the last one, the stream's owner puts <see cref="Start"/> there. Not thread-safe.
/// </summary>
public sealed class AnimatedPngWriter
{
    private const int SequenceSize = 4;

    private readonly Stream _stream;
    private readonly int _width;
    private readonly int _height;
    private readonly int _channels;
    private readonly int _framesPerSecond;
    private readonly int _plays;
    private uint _frames;
    private uint _sequence;

    /// <summary>Writes what stands in front of the frames, with their number as 0.</summary>
    /// <param name="stream">Where to write, at its start. Stays the caller's.</param>
    /// <param name="width">W, in pixels.</param>
    /// <param name="height">H, in pixels.</param>
    /// <param name="channels">C: 1 for grey, 3 for RGB.</param>
    /// <param name="framesPerSecond">Frames a second, 1 to 65,535.</param>
    /// <param name="plays">How often it plays; 0 is without end.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public AnimatedPngWriter(Stream stream, int width, int height, int channels, int framesPerSecond, int plays)
    {
        ArgumentNullException.ThrowIfNull(stream);
        PngFile.RequireSize(width, height, channels);
        ArgumentOutOfRangeException.ThrowIfLessThan(framesPerSecond, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(framesPerSecond, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegative(plays);
        (_stream, _width, _height, _channels, _framesPerSecond, _plays) = (stream, width, height, channels, framesPerSecond, plays);
        stream.Write(Start);
    }

    /// <summary>Signature, IHDR and acTL for the frames so far; its length does not depend on their number.</summary>
    public ReadOnlySpan<byte> Start
    {
        get
        {
            using MemoryStream start = new();
            PngFile.WriteHeader(start, _width, _height, _channels);
            Span<byte> control = stackalloc byte[8];
            BinaryPrimitives.WriteUInt32BigEndian(control, _frames);
            BinaryPrimitives.WriteInt32BigEndian(control[4..], _plays);
            PngFile.WriteChunk(start, "acTL"u8, control);
            return start.ToArray();
        }
    }

    /// <summary>Writes the next frame.</summary>
    /// <param name="pixels">[H, W, C], row-major, 0..255.</param>
    /// <exception cref="ArgumentException">Pixels of another length.</exception>
    public void Append(ReadOnlySpan<byte> pixels)
    {
        PngFile.RequirePixels(pixels, _width, _height, _channels);

        // Place 0, 0; the delay as a fraction of a second; disposal and blending 0: each frame replaces all.
        Span<byte> control = stackalloc byte[26];
        control.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(control, _sequence++);
        BinaryPrimitives.WriteInt32BigEndian(control[4..], _width);
        BinaryPrimitives.WriteInt32BigEndian(control[8..], _height);
        BinaryPrimitives.WriteUInt16BigEndian(control[20..], 1);
        BinaryPrimitives.WriteUInt16BigEndian(control[22..], (ushort)_framesPerSecond);
        PngFile.WriteChunk(_stream, "fcTL"u8, control);

        using MemoryStream data = new();
        data.Write(stackalloc byte[SequenceSize]);
        PngFile.Pack(data, pixels, _width, _channels);
        Span<byte> chunk = data.GetBuffer().AsSpan(0, (int)data.Length);
        if (_frames == 0)
        {
            PngFile.WriteChunk(_stream, "IDAT"u8, chunk[SequenceSize..]);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(chunk, _sequence++);
            PngFile.WriteChunk(_stream, "fdAT"u8, chunk);
        }

        _frames++;
    }

    /// <summary>Writes the end. Then <see cref="Start"/> has the true number of frames.</summary>
    /// <exception cref="InvalidOperationException">There are no frames.</exception>
    public void Complete()
    {
        if (_frames == 0)
        {
            throw new InvalidOperationException("the animation has no frames; expected at least one. Append one first.");
        }

        PngFile.WriteChunk(_stream, "IEND"u8, []);
    }
}
