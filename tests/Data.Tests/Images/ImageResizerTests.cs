using VaePipeline.Contracts.Models;
using VaePipeline.Data.Images;

namespace VaePipeline.Data.Tests.Images;

public sealed class ImageResizerTests
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

        Of(new ImageShape(1, 1, source.Length), new ImageSize(expected.Length, 1)).Resize(source, wide);
        Of(new ImageShape(1, source.Length, 1), new ImageSize(1, expected.Length)).Resize(source, high);

        Assert.Equal(expected, wide);
        Assert.Equal(expected, high);
    }

    [Fact]
    public void Resize_keeps_channels_apart_and_white_white()
    {
        var images = new ImageSet(2, new ImageShape(3, 2, 2), [10, 20, 30, 40, 255, 255, 255, 255, 0, 0, 0, 4, .. new byte[12]], [1, 2]);

        var resized = ImageResizer.Resize(images, new ImageSize(1, 1));

        Assert.Equal([25, 255, 1, 0, 0, 0], resized.Pixels);
        Assert.Equal([1, 2], resized.Labels!);
        Assert.Same(images, ImageResizer.Resize(images, new ImageSize(2, 2)));
    }

    [Theory]
    // 4 x 2 to 2 x 2: stretched, means of pairs; cropped, the middle; padded, one row of 2 x 2 means between half a row of nothing.
    [InlineData(ImageFit.Stretch, 2, 2, new byte[] { 15, 35, 55, 75 })]
    [InlineData(ImageFit.Crop, 2, 2, new byte[] { 20, 30, 60, 70 })]
    [InlineData(ImageFit.Pad, 2, 2, new byte[] { 35, 55, 0, 0 })]
    [InlineData(ImageFit.Pad, 4, 4, new byte[] { 0, 0, 0, 0, 10, 20, 30, 40, 50, 60, 70, 80, 0, 0, 0, 0 })]
    [InlineData(ImageFit.Pad, 2, 3, new byte[] { 0, 0, 35, 55, 0, 0 })]
    [InlineData(ImageFit.Crop, 1, 1, new byte[] { 45 })]
    [InlineData(ImageFit.Crop, 3, 2, new byte[] { 15, 25, 35, 55, 65, 75 })] // 3 of 4 columns, from 0.5 on
    public void Resize_keeps_proportions_where_it_is_asked(ImageFit fit, int width, int height, byte[] expected)
    {
        byte[] target = new byte[width * height];
        target.AsSpan().Fill(99);

        Of(new ImageShape(1, 2, 4), new ImageSize(width, height), fit).Resize([10, 20, 30, 40, 50, 60, 70, 80], target);

        Assert.Equal(expected, target);
    }

    [Theory]
    [InlineData(ImageFit.Crop, 65, 43)]
    [InlineData(ImageFit.Pad, 31, 64)]
    [InlineData(ImageFit.Crop, 1, 64)]
    [InlineData(ImageFit.Pad, 64, 1)]
    public void Resize_of_white_is_white_wherever_it_is_covered(ImageFit fit, int width, int height)
    {
        byte[] source = new byte[37 * 53], target = new byte[width * height];
        source.AsSpan().Fill(255);

        Of(new ImageShape(1, 53, 37), new ImageSize(width, height), fit).Resize(source, target);

        Assert.Equal(fit == ImageFit.Pad ? [0, 255] : [255], target.Distinct().Order());
    }

    private static ImageResizer Of(ImageShape from, ImageSize to, ImageFit fit = ImageFit.Stretch) => ImageResizer.For(from, to, fit)!; // not null: the sizes differ
}
