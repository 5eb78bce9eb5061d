using VaePipeline.Contracts.Numbers;

namespace VaePipeline.Contracts.Tests.Numbers;

public sealed class NormalQuantileTests
{
    // Python: statistics.NormalDist().inv_cdf(p); 15 digits, as the algorithm promises.
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.01, -2.3263478740408408)]
    [InlineData(0.99, 2.3263478740408408)]
    [InlineData(0.975, 1.9599639845400536)]
    [InlineData(0.925, 1.439531470938456)]
    [InlineData(0.076, -1.4325027208258114)]
    [InlineData(1e-12, -7.034483825301132)]
    [InlineData(1.1102230246251565e-16, -8.209536151601386)]
    [InlineData(1e-310, -37.66306033194952)]
    [InlineData(5e-324, -38.467405617144344)]
    public void Of_is_norm_ppf(double probability, double expected)
        => Assert.Equal(expected, NormalQuantile.Of(probability), 1e-14 * Math.Max(1, Math.Abs(expected)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Of_what_is_no_inner_probability_is_refused(double probability)
        => Assert.Throws<ArgumentOutOfRangeException>(() => NormalQuantile.Of(probability));
}
