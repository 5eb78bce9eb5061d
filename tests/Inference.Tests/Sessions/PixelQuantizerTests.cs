using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Tests.Sessions;

public sealed class PixelQuantizerTests
{
    [Fact]
    public void Quantize_known_values_rounds_half_to_even_and_saturates()
    {
        // 0.5/255 and 1.5/255 lie on the border between two levels: to 0 and to 2, the even ones.
        float[] pixels = [0f, 1f, 0.5f / 255f, 1.5f / 255f, 2.5f / 255f, -0.1f, 1.1f, float.NaN, float.PositiveInfinity, 0.25f];
        byte[] expected = [0, 255, 0, 2, 2, 0, 255, 0, 255, 64];
        byte[] bytes = new byte[pixels.Length];

        PixelQuantizer.Quantize(pixels, bytes);

        Assert.Equal(expected, bytes);
    }

    [Fact]
    public void Quantize_long_spans_equals_one_by_one()
    {
        // 300 is longer than four vectors of any width in use, and no multiple of one.
        float[] pixels = [.. Enumerable.Range(0, 300).Select(i => (i - 20) / 255f), float.NaN, -0f];
        byte[] bytes = new byte[pixels.Length];

        PixelQuantizer.Quantize(pixels, bytes);

        byte[] expected = new byte[pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            PixelQuantizer.Quantize(pixels.AsSpan(i, 1), expected.AsSpan(i, 1));
        }

        Assert.Equal(expected, bytes);
        Assert.Equal(0, bytes[20]);
        Assert.Equal(1, bytes[21]);
        Assert.Equal(255, bytes[275]);
    }

    [Fact]
    public void Quantize_undoes_dequantize_at_every_level()
    {
        byte[] levels = [.. Enumerable.Range(0, 256).Select(level => (byte)level)];
        float[] pixels = new float[256];
        byte[] again = new byte[256];

        PixelQuantizer.Dequantize(levels, pixels);
        PixelQuantizer.Quantize(pixels, again);

        Assert.Equal(levels, again);
        Assert.Equal(1f, pixels[255], 1e-6f);
    }
}
