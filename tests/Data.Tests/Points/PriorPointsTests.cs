using System.Globalization;
using VaePipeline.Data.Points;

namespace VaePipeline.Data.Tests.Points;

public sealed class PriorPointsTests
{
    [SkippableTheory]
    [InlineData(0, 3000, 2)]
    [InlineData(2147483647, 50, 64)]
    public void Get_is_what_a_script_computes_to_the_bit(long seed, int count, int latentSize)
    {
        Python.SkipWithout("statistics");
        string script = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Points", "prior_points.py"));
        string[] arguments = [.. new[] { seed, count, latentSize }.Select(number => number.ToString(CultureInfo.InvariantCulture))];

        string[] expected = Python.Print(script, arguments).Split('\n');

        PriorPoints points = new(count, latentSize, seed);
        float[] latent = new float[latentSize];
        for (int i = 0; i < count; i++)
        {
            points.Get(i, latent);
            Assert.Equal(expected[i], string.Join(',', latent.Select(value => BitConverter.SingleToUInt32Bits(value).ToString("x8", CultureInfo.InvariantCulture))));
        }
    }

    [Fact]
    public void Get_does_not_depend_on_the_count_and_scales_with_the_temperature()
    {
        float[] one = new float[3], other = new float[3], cold = new float[3], zero = new float[3];

        new PriorPoints(10, 3, seed: 5).Get(9, one);
        new PriorPoints(1_000_000_000, 3, seed: 5).Get(9, other);
        new PriorPoints(10, 3, seed: 5, temperature: 0.5).Get(9, cold);
        new PriorPoints(10, 3, seed: 5, temperature: 0).Get(9, zero);

        Assert.Equal(one, other);
        Assert.Equal([one[0] / 2, one[1] / 2, one[2] / 2], cold);
        Assert.Equal([0f, 0f, 0f], zero);
    }

    // 200,000 draws: the mean's standard deviation is 0.0022, the variance's 0.0032; five of each are allowed.
    [Fact]
    public void Points_have_mean_0_and_variance_1()
    {
        PriorPoints points = new(100_000, 2, seed: 1);
        (double sum, double squares) = (0, 0);
        float[] latent = new float[2];
        for (int i = 0; i < points.Count; i++)
        {
            points.Get(i, latent);
            sum += latent[0] + latent[1];
            squares += (latent[0] * latent[0]) + (latent[1] * latent[1]);
        }

        Assert.InRange(sum / 200_000, -0.011, 0.011);
        Assert.InRange(squares / 200_000, 0.984, 1.016);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1001)]
    [InlineData(double.NaN)]
    public void Temperature_out_of_range_is_refused(double temperature)
        => Assert.Contains("expected 0 to 1000", Assert.Throws<ArgumentOutOfRangeException>(() => new PriorPoints(1, 1, 0, temperature)).Message, StringComparison.Ordinal);
}
