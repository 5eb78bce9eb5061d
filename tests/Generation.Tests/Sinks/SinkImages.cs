using VaePipeline.Contracts.Models;
using VaePipeline.Generation.Sinks;

namespace VaePipeline.Generation.Tests.Sinks;

/// <summary>Images whose every pixel tells its image and place: (31 n + 7 i) mod 256 for pixel i of image n.</summary>
internal static class SinkImages
{
    /// <summary>The same in Python, as an array [count, pixels] of unsigned bytes.</summary>
    public const string InPython = "((np.arange(count)[:, None] * 31 + np.arange(pixels)[None] * 7) % 256).astype('u1')";

    public static byte[] Of(long row, ImageShape shape)
    {
        byte[] image = new byte[shape.PixelCount];
        for (int i = 0; i < image.Length; i++)
        {
            image[i] = (byte)((31 * row) + (7 * i));
        }

        return image;
    }

    /// <summary>Appends images up to a number of them; as float32 where the form keeps it.</summary>
    public static void AppendUpTo(ImageSink sink, ImageFormat format, long count)
    {
        while (sink.Count < count)
        {
            byte[] image = Of(sink.Count, sink.Shape);
            if (format == ImageFormat.NpySingle)
            {
                sink.Append(Array.ConvertAll(image, pixel => pixel / 255f));
            }
            else
            {
                sink.Append(image);
            }
        }
    }

    /// <summary>Writes so many images under a path's final name.</summary>
    public static void Write(string path, string? format, ImageShape shape, long count, ImageSinkOptions? options = null)
    {
        ImageOutput output = ImageOutput.Parse(path, format);
        using ImageSink sink = ImageSink.Open(output, shape, options ?? new ImageSinkOptions());
        AppendUpTo(sink, output.Format, count);
        sink.Complete();
    }
}
