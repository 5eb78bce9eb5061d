using VaePipeline.Training.Evaluation;

namespace VaePipeline.Training.Tests.Evaluation;

public sealed class QuantileGridTests
{
    // Quantiles of N(0, 4) at 1/8, 3/8, 5/8, 7/8: twice those of N(0, 1), of which tables give 1.1503 and 0.3186.
    private const float Outer = 2 * 1.1503494f;
    private const float Inner = 2 * 0.3186394f;

    [Fact]
    public void Points_of_one_latent_are_the_midpoints_of_equal_steps_of_probability()
    {
        var grid = new QuantileGrid(latentSize: 1, side: 4);

        Assert.Equal(4, grid.Count);
        AssertNear([-Outer, -Inner, Inner, Outer], grid.Points(0, 4));
        AssertNear([Inner], grid.Points(2, 1));
    }

    [Fact]
    public void Points_of_two_latents_are_all_pairs_and_may_be_taken_from_anywhere()
    {
        var grid = new QuantileGrid(latentSize: 2, side: 4);

        Assert.Equal(16, grid.Count);
        AssertNear([Outer, -Outer, -Outer, -Inner, -Inner, -Inner], grid.Points(3, 3));
        Assert.Equal(16, grid.Points(0, 16).Chunk(2).Select(pair => (pair[0], pair[1])).Distinct().Count());
    }

    [Fact]
    public void LogWeights_are_the_ratio_of_the_prior_s_density_to_the_grid_s()
    {
        var grid = new QuantileGrid(latentSize: 2, side: 500);
        float[] points = grid.Points(0, 250_000), weights = grid.LogWeights(0, 250_000);

        // ln φ(z) - ln (φ(z / 2) / 2), for both latents.
        Assert.All(Enumerable.Range(0, 250).Select(i => i * 997), i =>
            Assert.Equal((2 * Math.Log(2)) - (0.375 * ((points[2 * i] * points[2 * i]) + (points[(2 * i) + 1] * points[(2 * i) + 1]))), weights[i], 1e-4));
        Assert.Equal(1, weights.Average(weight => Math.Exp(weight)), 1e-6);
        Assert.Equal([weights[501], weights[502]], grid.LogWeights(501, 2));
    }

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }
}
