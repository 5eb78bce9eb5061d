using VaePipeline.Training.Evaluation;

namespace VaePipeline.Training.Tests.Evaluation;

public sealed class LogMeansTests
{
    [Fact]
    public void LogMean_of_numbers_in_any_order_is_that_of_their_exponentials()
    {
        var means = new LogMeans(2);
        means.Add(1, Math.Log(2));
        means.Add(0, Math.Log(1));
        means.Add(0, Math.Log(7));
        means.Add(1, Math.Log(4));
        means.Add(1, Math.Log(0.5));
        means.Add(1, Math.Log(5.5));

        Assert.Equal(Math.Log(8.0 / 2), means.LogMean(0, 2), 1e-14);
        Assert.Equal(Math.Log(12.0 / 4), means.LogMean(1, 4), 1e-14);
    }

    [Theory]
    [InlineData(-5000)]
    [InlineData(5000)]
    public void LogMean_of_numbers_beyond_a_double_keeps_their_difference(double offset)
    {
        var means = new LogMeans(1);
        means.Add(0, offset);
        means.Add(0, offset + Math.Log(3));

        Assert.Equal(offset + Math.Log(2), means.LogMean(0, 2), 1e-11);
    }

    [Fact]
    public void LogMean_with_a_number_that_is_none_is_none()
    {
        var means = new LogMeans(1);
        means.Add(0, 1);
        means.Add(0, double.NaN);
        means.Add(0, 2);

        Assert.Equal(double.NaN, means.LogMean(0, 3));
    }
}
