namespace VaePipeline.Contracts.Pictures;

/// <summary>Turns pictures whose channels stand side by side, [H, W, C], into planes, [C, H, W], and back.</summary>
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
        int size = PlaneSize(interleaved.Length, planes.Length, channels);
        if (channels == 1)
        {
            interleaved.CopyTo(planes);
            return;
        }

        for (int channel = 0; channel < channels; channel++)
        {
            Span<T> plane = planes.Slice(channel * size, size);
            for (int i = 0; i < plane.Length; i++)
            {
                plane[i] = interleaved[(i * channels) + channel];
            }
        }
    }

    /// <summary>Copies one picture back, to channels side by side.</summary>
    /// <param name="planes">[C, H, W], row-major.</param>
    /// <param name="channels">C, 1 or more.</param>
    /// <param name="interleaved">Receives [H, W, C]; of the same length.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are no multiple of <paramref name="channels"/>.</exception>
    public static void Join(ReadOnlySpan<byte> planes, int channels, Span<byte> interleaved)
    {
        int size = PlaneSize(planes.Length, interleaved.Length, channels);
        if (channels == 1)
        {
            planes.CopyTo(interleaved);
            return;
        }

        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<byte> plane = planes.Slice(channel * size, size);
            for (int i = 0; i < plane.Length; i++)
            {
                interleaved[(i * channels) + channel] = plane[i];
            }
        }
    }

    private static int PlaneSize(int length, int targetLength, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        return length == targetLength && length % channels == 0
            ? length / channels
            : throw new ArgumentException($"{length} values into {targetLength}; expected as many, a multiple of {channels}. Pass whole pictures.", nameof(targetLength));
    }
}
