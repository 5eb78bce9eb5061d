namespace VaePipeline.Cli.Tests;

public sealed class NormalGridTests
{
    // Python: [statistics.NormalDist().inv_cdf(p) for p in (0.01, 0.5, 0.99)]; float32 has 7 digits.
    [Fact]
    public void Coordinates_of_three_are_quantiles_of_equal_steps()
    {
        float[] coordinates = NormalGrid.Coordinates(3);

        Assert.Equal(-2.3263478740408416f, coordinates[0], 6);
        Assert.Equal(0f, coordinates[1], 6);
        Assert.Equal(2.3263478740408416f, coordinates[2], 6);
    }

    // Python: statistics.NormalDist().inv_cdf(0.01 + 0.98 / 19) = -1.54165318; the second of the twenty.
    [Fact]
    public void Coordinates_of_twenty_second_is_norm_ppf()
        => Assert.Equal(-1.54165318f, NormalGrid.Coordinates(20)[1], 5);

    [Fact]
    public void Points_run_right_along_z0_and_rows_downwards_along_z1()
    {
        float[] c = NormalGrid.Coordinates(2);

        float[] points = NormalGrid.Points(2);

        Assert.Equal([c[0], c[1], c[1], c[1], c[0], c[0], c[1], c[0]], points);
    }

    [Fact]
    public void Points_of_the_default_size_are_400()
        => Assert.Equal(800, NormalGrid.Points(NormalGrid.DefaultSize).Length);
}
