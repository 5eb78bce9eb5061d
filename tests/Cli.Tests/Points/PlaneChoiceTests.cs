using MathNet.Numerics.Distributions;
using VaePipeline.Cli.Points;
using VaePipeline.Data.Points;

namespace VaePipeline.Cli.Tests.Points;

public sealed class PlaneChoiceTests
{
    // MathNet is another implementation of the quantile; float32 has 7 digits, and all of them agree.
    [Fact]
    public void Coordinates_are_quantiles_of_equal_steps()
    {
        float[] expected = [.. Enumerable.Range(0, 20).Select(i => (float)Normal.InvCDF(0, 1, 0.01 + (0.98 * i / 19)))];

        Assert.Equal(expected, PlaneChoice.Coordinates(20, range: null));
    }

    [Fact]
    public void Coordinates_of_a_range_are_equal_steps()
    {
        Assert.Equal([-3f, -1.5f, 0f, 1.5f, 3f], PlaneChoice.Coordinates(5, (-3, 3)));
        Assert.Equal([1f], PlaneChoice.Coordinates(1, (0, 2)));
        Assert.Equal([0f], PlaneChoice.Coordinates(1, range: null));
    }

    [Theory]
    [InlineData(null, null, 1, 20, 1)]
    [InlineData(null, null, 5, 20, 20)]
    [InlineData("7", null, 2, 7, 7)]
    [InlineData("30x10", null, 2, 30, 10)]
    [InlineData("30", "1", 2, 30, 1)]
    [InlineData("30x1", "1", 2, 30, 1)]
    public void In_size_and_axes_say_how_many(string? size, string? axes, int latentSize, int width, int height)
    {
        PlanePoints points = new PlaneChoice(size, range: null, axes, at: null).In(latentSize, "model");

        Assert.Equal((width, height), (points.Width, points.Height));
    }

    [Fact]
    public void In_a_larger_space_takes_the_axes_their_ranges_and_the_place_of_the_others()
    {
        PlanePoints points = new PlaneChoice("2x2", "-1:1,5:6", "3,0", "9,7,8,9").In(4, "model");
        float[] first = new float[4], last = new float[4];

        points.Get(0, first);
        points.Get(3, last);

        Assert.Equal([6f, 7f, 8f, -1f], first);
        Assert.Equal([5f, 7f, 8f, 1f], last);
    }
}
