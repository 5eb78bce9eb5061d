using VaePipeline.Contracts.Models;

namespace VaePipeline.Data.Images;

/// <summary>
/// Brings images to another size, each axis by itself: where it shrinks, a pixel is the mean of the area that it covers;
/// where it grows, pixels between two others are weighted by distance (bilinear). The sides' ratio may change.
/// </summary>
internal static class ImageResizing
{
    /// <summary>Resizes all images of a set; one of that size already is returned as it is.</summary>
    public static ImageSet Resize(ImageSet images, ImageSize? size)
    {
        var from = images.Shape;
        if (size is null || (from.Width == size.Width && from.Height == size.Height))
        {
            return images;
        }

        var to = new ImageShape(from.Channels, size.Height, size.Width);
        byte[] pixels = new byte[checked(images.Count * to.PixelCount)];
        Parallel.For(0, images.Count, i => Resize(
            images.Pixels.AsSpan(i * from.PixelCount, from.PixelCount), from, pixels.AsSpan(i * to.PixelCount, to.PixelCount), to));
        return images with { Shape = to, Pixels = pixels };
    }

    /// <summary>Resizes one image.</summary>
    /// <param name="source">[C, H, W].</param>
    /// <param name="from">Its shape.</param>
    /// <param name="target">Receives the image; ties round up.</param>
    /// <param name="to">Its shape, with as many channels.</param>
    public static void Resize(ReadOnlySpan<byte> source, ImageShape from, Span<byte> target, ImageShape to)
    {
        var columns = new AxisWeights(from.Width, to.Width);
        var rows = new AxisWeights(from.Height, to.Height);
        float[] narrow = new float[from.Height * to.Width];
        for (int channel = 0; channel < from.Channels; channel++)
        {
            var plane = source.Slice(channel * from.Height * from.Width, from.Height * from.Width);
            for (int y = 0; y < from.Height; y++)
            {
                for (int x = 0; x < to.Width; x++)
                {
                    float sum = 0;
                    var (first, weights) = columns[x];
                    for (int i = 0; i < weights.Length; i++)
                    {
                        sum += weights[i] * plane[(y * from.Width) + first + i];
                    }

                    narrow[(y * to.Width) + x] = sum;
                }
            }

            var result = target.Slice(channel * to.Height * to.Width, to.Height * to.Width);
            for (int y = 0; y < to.Height; y++)
            {
                var (first, weights) = rows[y];
                for (int x = 0; x < to.Width; x++)
                {
                    float sum = 0.5f;
                    for (int i = 0; i < weights.Length; i++)
                    {
                        sum += weights[i] * narrow[((first + i) * to.Width) + x];
                    }

                    result[(y * to.Width) + x] = (byte)Math.Min(sum, byte.MaxValue);
                }
            }
        }
    }
}
