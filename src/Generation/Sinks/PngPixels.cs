using VaePipeline.Contracts.Models;

namespace VaePipeline.Generation.Sinks;

/// <summary>Images [C, H, W] as PNG files hold them, [H, W, C].</summary>
internal static class PngPixels
{
    /// <summary>Throws for shapes that PNG files of this project cannot hold.</summary>
    public static void RequireChannels(string path, ImageShape shape)
    {
        if (shape.Channels is not (1 or 3))
        {
            throw new ArgumentException($"{path}: images are {shape}; expected 1 channel (grey) or 3 (RGB) for PNG. Write .npy.", nameof(shape));
        }
    }

    /// <summary>Puts the values of each pixel side by side.</summary>
    /// <param name="image">[C, H, W], row-major.</param>
    /// <param name="channels">C.</param>
    /// <param name="pixels">[H, W, C], row-major, as long as <paramref name="image"/>.</param>
    public static void Interleave(ReadOnlySpan<byte> image, int channels, Span<byte> pixels)
    {
        int plane = image.Length / channels;
        for (int c = 0; c < channels; c++)
        {
            for (int i = 0; i < plane; i++)
            {
                pixels[(i * channels) + c] = image[(c * plane) + i];
            }
        }
    }
}
