using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Pictures;

namespace VaePipeline.Contracts.Tests.Pictures;

public sealed class ContactSheetTests
{
    private const byte Gap = ContactSheet.Background;

    [Fact]
    public void Place_grey_images_with_gap_lie_row_by_row()
    {
        ContactSheet sheet = new(new ImageShape(1, 1, 2), count: 3, columns: 2, gap: 1);

        sheet.Place(0, [1, 2]);
        sheet.Place(1, [3, 4]);
        sheet.Place(2, [5, 6]);

        Assert.Equal((2, 2, 5, 3), (sheet.Columns, sheet.Rows, sheet.Width, sheet.Height));
        Assert.Equal(
            [
                1, 2, Gap, 3, 4,
                Gap, Gap, Gap, Gap, Gap,
                5, 6, Gap, Gap, Gap,
            ],
            sheet.Pixels.ToArray());
    }

    [Fact]
    public void Place_colour_planes_are_interleaved()
    {
        ContactSheet sheet = new(new ImageShape(3, 1, 2), count: 1);

        sheet.Place(0, [1, 2, 3, 4, 5, 6]);

        Assert.Equal([1, 3, 5, 2, 4, 6], sheet.Pixels.ToArray());
    }

    [Theory]
    [InlineData(1, 28, 28, 1)]
    [InlineData(100, 28, 28, 10)]
    [InlineData(101, 28, 28, 11)]
    [InlineData(8, 32, 16, 4)]     // 4 x 2 images of 16 x 32: 64 x 64 pixels
    [InlineData(2, 64, 2, 2)]      // never more columns than images
    public void Constructor_without_columns_is_near_square(int count, int height, int width, int expected)
        => Assert.Equal(expected, new ContactSheet(new ImageShape(1, height, width), count, columns: null, gap: 0).Columns);

    [Fact]
    public void Constructor_more_columns_than_images_uses_the_images()
        => Assert.Equal(3, new ContactSheet(new ImageShape(1, 2, 2), count: 3, columns: 50).Columns);

    [Fact]
    public void Constructor_sheet_beyond_limit_is_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new ContactSheet(new ImageShape(1, 1024, 1024), count: 2000));

        Assert.Contains("2000 images of 1x1024x1024", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_two_channels_are_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new ContactSheet(new ImageShape(2, 4, 4), count: 1));

        Assert.Contains("images are 2x4x4; expected 1 channel (grey) or 3 (RGB)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Place_wrong_size_is_refused()
    {
        ContactSheet sheet = new(new ImageShape(1, 2, 2), count: 1);

        ArgumentException error = Assert.Throws<ArgumentException>(() => sheet.Place(0, [1, 2, 3]));

        Assert.Contains("image 0 has 3 values; expected 4 (1x2x2)", error.Message, StringComparison.Ordinal);
    }
}
