using VaePipeline.Cli.Drawing;

namespace VaePipeline.Cli.Tests.Drawing;

public sealed class StrokeFontTests
{
    [Fact]
    public void Measure_adds_glyphs_and_the_spaces_between_them()
    {
        // A minus is 3.6 wide, a zero 4, the space between them 1.5; a digit is 6 high.
        Assert.Equal(3.6, StrokeFont.Measure("\u2212", 6), 10);
        Assert.Equal(2 * (3.6 + 1.5 + 4), StrokeFont.Measure("\u22120", 12), 10);
        Assert.Equal(0, StrokeFont.Measure("", 12));
    }

    [Fact]
    public void Draw_keeps_to_the_measured_width_and_the_height_of_a_digit()
    {
        Canvas canvas = new(60, 40);

        StrokeFont.Draw(canvas, "0", 20, 30, 12, new Ink(0, 0, 0));

        // 8 wide and 12 high from (20, 30); the pen is 1.5 wide and its edge 1 pixel soft.
        Assert.Equal((19, 28, 17, 30), Extent(canvas));
    }

    [Fact]
    public void Draw_upwards_runs_from_the_bottom_to_the_top()
    {
        Canvas canvas = new(60, 60);

        StrokeFont.Draw(canvas, "0", 30, 40, 12, new Ink(0, 0, 0), upwards: true);

        Assert.Equal((17, 30, 31, 40), Extent(canvas));
    }

    [Fact]
    public void Draw_character_that_the_font_lacks_is_an_error()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => StrokeFont.Draw(new Canvas(9, 9), "%", 0, 9, 9, new Ink(0, 0, 0)));

        Assert.Contains("\"%\" is not in the font", error.Message, StringComparison.Ordinal);
    }

    /// <summary>First and last column and row that are not white.</summary>
    private static (int Left, int Right, int Top, int Bottom) Extent(Canvas canvas)
    {
        (int left, int right, int top, int bottom) = (int.MaxValue, -1, int.MaxValue, -1);
        for (int i = 0; i < canvas.Width * canvas.Height; i++)
        {
            if (canvas.Pixels[i * 3] != 255)
            {
                (int y, int x) = Math.DivRem(i, canvas.Width);
                (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x), Math.Min(top, y), Math.Max(bottom, y));
            }
        }

        return (left, right, top, bottom);
    }
}
