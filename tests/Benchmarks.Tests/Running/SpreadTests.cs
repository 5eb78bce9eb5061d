using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks.Tests.Running;

public sealed class SpreadTests
{
    [Theory]
    [InlineData(new double[] { 5 }, 5, 5, 5)]
    [InlineData(new double[] { 9, 1, 4 }, 4, 1, 9)]
    [InlineData(new double[] { 8, 1, 2, 4 }, 3, 1, 8)]
    public void Spread_is_middle_least_and_greatest(double[] samples, double median, double min, double max)
    {
        var spread = new Spread(samples);

        Assert.Equal((median, min, max), (spread.Median, spread.Min, spread.Max));
        Assert.Equal(samples, spread.Samples);
    }

    [Fact]
    public void Spread_of_no_samples_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new Spread([]));

    [Fact]
    public void OfRatios_divides_samples_of_the_same_round()
    {
        // Round by round 2, 3 and 4; the medians, 6 and 3, would give 2.
        Spread ratio = Spread.OfRatios(new Spread([2, 9, 6]), new Spread([1, 3, 1.5]));

        Assert.Equal([2, 3, 4], ratio.Samples);
        Assert.Equal(3, ratio.Median);
    }

    [Fact]
    public void OfRatios_of_other_rounds_is_refused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Spread.OfRatios(new Spread([1, 2]), new Spread([1])));

        Assert.StartsWith("1 samples; expected 2, as many rounds as the other.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_shows_as_many_digits_as_count() =>
        Assert.Equal("12.3 (0.988..1,235)", new Spread([1234.5678, 12.3456, 0.98765]).ToString());
}
