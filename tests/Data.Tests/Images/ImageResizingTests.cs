using VaePipeline.Contracts.Models;
using VaePipeline.Data.Images;

namespace VaePipeline.Data.Tests.Images;

public sealed class ImageResizingTests
{
    [Theory]
    // Means of pairs; of 1.5 pixels: (30 + 60 / 2) / 1.5 and (60 / 2 + 90) / 1.5.
    [InlineData(new byte[] { 0, 10, 20, 41 }, new byte[] { 5, 31 })]
    [InlineData(new byte[] { 30, 60, 90 }, new byte[] { 40, 80 })]
    [InlineData(new byte[] { 0, 1, 2, 255 }, new byte[] { 65 })] // 64.5 goes up
    // The new pixels' middles lie at -0.25 (the edge), 0.25, 0.75 and 1.25 (the edge) of the old ones.
    [InlineData(new byte[] { 0, 100 }, new byte[] { 0, 25, 75, 100 })]
    [InlineData(new byte[] { 7 }, new byte[] { 7, 7, 7 })]
    public void Resize_works_along_each_axis(byte[] source, byte[] expected)
    {
        byte[] wide = new byte[expected.Length], high = new byte[expected.Length];

        ImageResizing.Resize(source, new ImageShape(1, 1, source.Length), wide, new ImageShape(1, 1, expected.Length));
        ImageResizing.Resize(source, new ImageShape(1, source.Length, 1), high, new ImageShape(1, expected.Length, 1));

        Assert.Equal(expected, wide);
        Assert.Equal(expected, high);
    }

    [Fact]
    public void Resize_keeps_channels_apart_and_white_white()
    {
        var images = new ImageSet(2, new ImageShape(3, 2, 2), [10, 20, 30, 40, 255, 255, 255, 255, 0, 0, 0, 4, .. new byte[12]], [1, 2]);

        var resized = ImageResizing.Resize(images, new ImageSize(1, 1));

        Assert.Equal([25, 255, 1, 0, 0, 0], resized.Pixels);
        Assert.Equal([1, 2], resized.Labels!);
        Assert.Same(images, ImageResizing.Resize(images, new ImageSize(2, 2)));
    }
}
