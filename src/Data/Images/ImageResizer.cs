namespace VaePipeline.Data.Images;

/// <summary>
/// Brings images of one shape to another size, each axis by itself with the area/triangle filter: where it shrinks, a pixel
/// is the mean of the area that it covers; where it grows, pixels between two others are weighted by distance (bilinear).
/// Any number of threads may use it.
/// </summary>
internal sealed class ImageResizer
{
    private readonly ImageShape _from;
    private readonly (int First, float[] Weights)[] _columns;
    private readonly (int First, float[] Weights)[] _rows;

    private ImageResizer(ImageShape from, ImageShape to, ImageFit fit)
    {
        (_from, Target) = (from, to);
        double across = (double)to.Width / from.Width, down = (double)to.Height / from.Height;
        double? scale = fit switch
        {
            ImageFit.Crop => Math.Max(across, down),
            ImageFit.Pad => Math.Min(across, down),
            _ => null,
        };
        _columns = Axis(from.Width, to.Width, scale);
        _rows = Axis(from.Height, to.Height, scale);
    }

    /// <summary>Shape of the images that it gives.</summary>
    public ImageShape Target { get; }

    /// <summary>The resizer of a shape; null if images are of the size already, or no size is asked for.</summary>
    public static ImageResizer? For(ImageShape from, ImageSize? size, ImageFit fit) => size is null || (from.Width == size.Width && from.Height == size.Height)
        ? null
        : new ImageResizer(from, new ImageShape(from.Channels, size.Height, size.Width), fit);

    /// <summary>Resizes all images of a set; one of that size already is returned as it is.</summary>
    public static ImageSet Resize(ImageSet images, ImageSize? size, ImageFit fit = ImageFit.Stretch)
    {
        if (For(images.Shape, size, fit) is not { } resizer)
        {
            return images;
        }

        int from = images.Shape.PixelCount, to = resizer.Target.PixelCount;
        byte[] pixels = new byte[checked(images.Count * to)];
        Parallel.For(0, images.Count, i => resizer.Resize(images.Pixels.AsSpan(i * from, from), pixels.AsSpan(i * to, to)));
        return images with { Shape = resizer.Target, Pixels = pixels };
    }

    /// <summary>Resizes one image.</summary>
    /// <param name="source">[C, H, W].</param>
    /// <param name="target">Receives the image; ties round up. Where no pixel of the source lies, it is 0.</param>
    public void Resize(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int width = _columns.Length;
        float[] narrow = new float[_from.Height * width];
        for (int channel = 0; channel < _from.Channels; channel++)
        {
            ReadOnlySpan<byte> plane = source.Slice(channel * _from.Height * _from.Width, _from.Height * _from.Width);
            for (int y = 0; y < _from.Height; y++)
            {
                ReadOnlySpan<byte> line = plane.Slice(y * _from.Width, _from.Width);
                for (int x = 0; x < width; x++)
                {
                    (int first, float[] weights) = _columns[x];
                    float sum = 0;
                    for (int i = 0; i < weights.Length; i++)
                    {
                        sum += weights[i] * line[first + i];
                    }

                    narrow[(y * width) + x] = sum;
                }
            }

            Span<byte> result = target.Slice(channel * _rows.Length * width, _rows.Length * width);
            for (int y = 0; y < _rows.Length; y++)
            {
                (int first, float[] weights) = _rows[y];
                for (int x = 0; x < width; x++)
                {
                    float sum = 0.5f;
                    for (int i = 0; i < weights.Length; i++)
                    {
                        sum += weights[i] * narrow[((first + i) * width) + x];
                    }

                    result[(y * width) + x] = (byte)Math.Min(sum, byte.MaxValue);
                }
            }
        }
    }

    /// <summary>For each pixel of an axis the first of the source, and weights from there on, which sum to 1; no weights beside the source.</summary>
    /// <param name="from">Pixels of the source.</param>
    /// <param name="to">Pixels of the target.</param>
    /// <param name="scale">How large a pixel of the source becomes; null covers the target exactly.</param>
    private static (int First, float[] Weights)[] Axis(int from, int to, double? scale)
    {
        // How much of the target is covered, and from which part of the source: the whole of one of them, the middle of the other.
        int covered = scale is null ? to : Math.Clamp((int)Math.Round(from * scale.Value), 1, to);
        double used = scale is null ? from : Math.Min(from, to / scale.Value);
        double start = (from - used) / 2, step = used / covered;
        int before = (to - covered) / 2;
        return [.. Enumerable.Range(-before, to).Select(i => i < 0 || i >= covered ? (0, [])
            : step > 1 ? Area(start + (i * step), start + ((i + 1) * step), from)
            : Between(start + ((i + 0.5) * step) - 0.5, from))];
    }

    private static (int First, float[] Weights) Area(double start, double end, int from)
    {
        int first = (int)start;
        int last = Math.Min((int)Math.Ceiling(end), from) - 1;
        float[] weights = new float[last - first + 1];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = (float)((Math.Min(end, first + i + 1) - Math.Max(start, first + i)) / (end - start));
        }

        return (first, weights);
    }

    private static (int First, float[] Weights) Between(double position, int from)
    {
        double inside = Math.Clamp(position, 0, from - 1);
        int first = (int)inside;
        float after = (float)(inside - first);
        return after == 0 ? (first, [1f]) : (first, [1 - after, after]);
    }
}
