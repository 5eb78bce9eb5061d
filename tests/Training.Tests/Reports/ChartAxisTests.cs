using VaePipeline.Training.Reports;

namespace VaePipeline.Training.Tests.Reports;

public sealed class ChartAxisTests
{
    [Fact]
    public void At_puts_values_between_both_ends()
    {
        var axis = ChartAxis.Exactly(10, 20, from: 200, to: 100);

        Assert.Equal(200, axis.At(10));
        Assert.Equal(175, axis.At(12.5));
        Assert.Equal(100, axis.At(20));
    }

    [Fact]
    public void Ticks_lie_in_the_frame_at_round_numbers()
    {
        var axis = ChartAxis.Exactly(-0.25, 1.1, 0, 1);

        Assert.Equal(["\u22120.2", "0.0", "0.2", "0.4", "0.6", "0.8", "1.0"], axis.Ticks().Select(axis.Format));
    }

    [Theory]
    [InlineData(7.25, 7.25)]
    [InlineData(0, 0)]
    [InlineData(-3, 1e6)]
    public void Around_holds_its_values_and_has_ticks(double low, double high)
    {
        var axis = ChartAxis.Around(low, high, 0, 100);

        Assert.True(axis.At(low) > 0 && axis.At(high) < 100);
        Assert.InRange(axis.Ticks().Count(), 2, 12);
    }
}
