using VaePipeline.Contracts.Models;

namespace VaePipeline.Contracts.Tests.Models;

public sealed class ImageShapeTests
{
    [Fact]
    public void Text_is_channels_height_width_and_is_read_again()
    {
        ImageShape shape = new(3, 28, 14);

        Assert.Equal("3x28x14", shape.ToString());
        Assert.Equal(1176, shape.PixelCount);
        Assert.True(ImageShape.TryParse("3x28x14", out ImageShape? read));
        Assert.Equal(shape, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("28x28")]
    [InlineData("1x28x28x1")]
    [InlineData("1x28x")]
    [InlineData("1x-28x28")]
    [InlineData("1x 28x28")]
    [InlineData("0x28x28")]
    [InlineData("5x28x28")]
    [InlineData("1x16385x1")]
    [InlineData("1x28x99999999999")]
    public void Other_text_is_no_shape(string? text) => Assert.False(ImageShape.TryParse(text, out _));

    [Fact]
    public void Validated_names_the_shape_and_the_range()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new ImageShape(1, 0, 28).Validated());

        Assert.Equal("image shape: 1x0x28; expected 1 to 4 channels and sides of 1 to 16384 pixels. Correct the sizes.", error.Message);
        ImageShape good = new(1, 28, 28);
        Assert.Same(good, good.Validated());
    }

    [Fact]
    public void The_largest_shape_can_be_counted() => Assert.Equal(4 * 16384 * 16384, new ImageShape(4, 16384, 16384).Validated().PixelCount);
}
