using VaePipeline.Data.Points;

namespace VaePipeline.Data.Tests.Points;

public sealed class PlanePointsTests
{
    [Fact]
    public void Points_run_right_along_the_first_axis_and_rows_downwards_along_the_second()
    {
        PlanePoints points = new(new PlaneAxis(3, [1, 2, 3]), new PlaneAxis(1, [10, 20]), [9f, 9f, -1f, 9f]);

        Assert.Equal((6, 3, 2), (points.Count, points.Width, points.Height));
        Assert.Equal([9f, 20f, -1f, 1f], At(points, 0));
        Assert.Equal([9f, 20f, -1f, 3f], At(points, 2));
        Assert.Equal([9f, 10f, -1f, 1f], At(points, 3));
        Assert.Equal([9f, 10f, -1f, 3f], At(points, 5));
    }

    [Fact]
    public void One_axis_is_a_row()
    {
        PlanePoints points = new(new PlaneAxis(0, [1, 2]), vertical: null, [0f]);

        Assert.Equal((2, 2, 1), (points.Count, points.Width, points.Height));
        Assert.Equal([2f], At(points, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => At(points, 2));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 2)]
    [InlineData(-1, 0)]
    public void Axes_that_are_no_two_latents_are_refused(int horizontal, int vertical)
        => Assert.ThrowsAny<ArgumentException>(() => new PlanePoints(new PlaneAxis(horizontal, [1]), new PlaneAxis(vertical, [1]), [0f, 0f]));

    private static float[] At(PlanePoints points, long index)
    {
        float[] latent = new float[points.LatentSize];
        points.Get(index, latent);
        return latent;
    }
}
