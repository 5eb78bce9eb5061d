using VaePipeline.Contracts.Models;

namespace VaePipeline.Contracts.Pictures;

/// <summary>Turns pictures whose channels stand side by side, [H, W, C], into planes, [C, H, W].</summary>
public static class ChannelPlanes
{
    /// <summary>Copies one picture.</summary>
    /// <param name="interleaved">[H, W, C], row-major.</param>
    /// <param name="channels">C, 1 or more.</param>
    /// <param name="planes">Receives [C, H, W]; of the same length.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are no multiple of <paramref name="channels"/>.</exception>
    public static void Split(ReadOnlySpan<byte> interleaved, int channels, Span<byte> planes) => Split<byte>(interleaved, channels, planes);

    /// <summary>Copies one picture of any values.</summary>
    internal static void Split<T>(ReadOnlySpan<T> interleaved, int channels, Span<T> planes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (planes.Length != interleaved.Length || interleaved.Length % channels != 0)
        {
            throw new ArgumentException($"{interleaved.Length} values into {planes.Length}; expected as many, a multiple of {channels}. Pass whole pictures.", nameof(planes));
        }

        if (channels == 1)
        {
            interleaved.CopyTo(planes);
            return;
        }

        int size = interleaved.Length / channels;
        for (int channel = 0; channel < channels; channel++)
        {
            Span<T> plane = planes.Slice(channel * size, size);
            for (int i = 0; i < plane.Length; i++)
            {
                plane[i] = interleaved[(i * channels) + channel];
            }
        }
    }

    /// <summary>Turns pictures in place.</summary>
    /// <param name="pixels">[N, H, W, C] before, [N, C, H, W] after.</param>
    /// <param name="shape">Shape of each.</param>
    internal static void SplitAll(Span<byte> pixels, ImageShape shape)
    {
        byte[] picture = new byte[shape.PixelCount];
        for (int start = 0; start < pixels.Length; start += picture.Length)
        {
            Span<byte> target = pixels.Slice(start, picture.Length);
            target.CopyTo(picture);
            Split(picture, shape.Channels, target);
        }
    }
}
