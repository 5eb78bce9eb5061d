using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Pictures;

namespace VaePipeline.Tests;

/// <summary>Small PNG files.</summary>
internal static class PngFixture
{
    /// <summary>Writes one picture, all of whose values are <paramref name="value"/>, into a folder that is made where it is missing.</summary>
    public static string Write(string path, byte value, int width = 4, int height = 4, int channels = 1)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // not null: no test writes to the root
        byte[] pixels = new byte[width * height * channels];
        pixels.AsSpan().Fill(value);
        PngFile.Write(path, pixels, width, height, channels);
        return path;
    }

    /// <summary>
    /// Writes pictures of a bright block on a dark ground, its place and colour drawn, into folders "left" and "right" by
    /// where the block is.
    /// </summary>
    public static void WriteBlocks(string folder, int count, ImageShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var random = new Random(5);
        for (int i = 0; i < count; i++)
        {
            int x = random.Next(shape.Width - 8), y = random.Next(shape.Height - 8);
            byte[] pixels = new byte[shape.PixelCount];
            for (int row = y; row < y + 8; row++)
            {
                for (int value = x * shape.Channels; value < (x + 8) * shape.Channels; value++)
                {
                    pixels[(row * shape.Width * shape.Channels) + value] = (byte)(150 + (value % shape.Channels * 50));
                }
            }

            string label = Path.Combine(folder, x < (shape.Width - 8) / 2 ? "left" : "right");
            Directory.CreateDirectory(label);
            PngFile.Write(Path.Combine(label, $"{i:D4}.png"), pixels, shape.Width, shape.Height, shape.Channels);
        }
    }
}
