using VaePipeline.Cli.Drawing;

namespace VaePipeline.Cli.Tests.Drawing;

public sealed class ScatterPlotTests
{
    // norm.ppf(0.99) = 2.326: ticks each 0.5, and the axes end at 2.5. Their frame goes from (112, 76) over 752 pixels.
    [Theory]
    [InlineData(0, 0, 488, 452)]
    [InlineData(2, 0, 488 + (752 * 2 / 5), 452)]
    [InlineData(0, 2, 488, 452 - (752 * 2 / 5))]
    [InlineData(-2, -2, 488 - (752 * 2 / 5), 452 + (752 * 2 / 5))]
    public void Draw_puts_a_point_right_by_x_and_up_by_y(float x, float y, int column, int row)
    {
        ScatterPlot plot = new(2.326) { Caption = "one point", HorizontalLabel = "z[0]", VerticalLabel = "z[1]" };
        Canvas empty = plot.Draw([]);

        Canvas canvas = plot.Draw([x, y]);

        int changed = 0;
        for (int i = 0; i < canvas.Width * canvas.Height; i++)
        {
            if (!canvas.Pixels.Slice(i * 3, 3).SequenceEqual(empty.Pixels.Slice(i * 3, 3)))
            {
                changed++;
                (int atRow, int atColumn) = Math.DivRem(i, canvas.Width);
                Assert.InRange(atRow, row - 5, row + 4);
                Assert.InRange(atColumn, column - 5, column + 4);
            }
        }

        // A disc of radius 4.2 with a soft edge.
        Assert.InRange(changed, 55, 80);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Constructor_without_extent_is_refused(double largest)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new ScatterPlot(largest) { Caption = "", HorizontalLabel = "", VerticalLabel = "" });
}
