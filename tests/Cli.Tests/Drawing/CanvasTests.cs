using VaePipeline.Cli.Drawing;

namespace VaePipeline.Cli.Tests.Drawing;

public sealed class CanvasTests
{
    private static readonly Ink Black = new(0, 0, 0);

    [Fact]
    public void Constructor_makes_a_white_canvas()
        => Assert.All(new Canvas(3, 2).Pixels.ToArray(), value => Assert.Equal(255, value));

    // The line's edges lie at y = 1 and y = 2, half a pixel from the centres of the rows above and below it.
    [Fact]
    public void DrawLine_on_pixel_centres_covers_its_row_alone()
    {
        Canvas canvas = new(4, 3);

        canvas.DrawLine(-5, 1.5, 9, 1.5, 1, Black);

        Assert.Equal([255, 255, 255, 255, 0, 0, 0, 0, 255, 255, 255, 255], Red(canvas));
    }

    // Both rows' centres lie on the line's edge: half covered, 127.5, rounded half to even.
    [Fact]
    public void DrawLine_between_two_rows_covers_both_by_half()
    {
        Canvas canvas = new(1, 2);

        canvas.DrawLine(-5, 1, 9, 1, 1, Black);

        Assert.Equal([128, 128], Red(canvas));
    }

    [Fact]
    public void FillDisc_mixes_ink_and_ground_by_opacity()
    {
        Canvas canvas = new(1, 1);

        canvas.FillDisc(0.5, 0.5, 2, new Ink(55, 255, 155, 0.5f));

        Assert.Equal([155, 255, 205], canvas.Pixels.ToArray());
    }

    [Fact]
    public void FillDisc_outside_the_canvas_changes_nothing()
    {
        Canvas canvas = new(2, 2);

        canvas.FillDisc(-50, 70, 3, Black);

        Assert.All(canvas.Pixels.ToArray(), value => Assert.Equal(255, value));
    }

    private static byte[] Red(Canvas canvas)
    {
        byte[] red = new byte[canvas.Width * canvas.Height];
        for (int i = 0; i < red.Length; i++)
        {
            red[i] = canvas.Pixels[i * 3];
        }

        return red;
    }
}
