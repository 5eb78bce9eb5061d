using VaePipeline.Data.Plots;

namespace VaePipeline.Data.Tests.Plots;

public sealed class PlotAxisTests
{
    [Theory]
    [InlineData(0.775, 0.5)]
    [InlineData(1, 1)]
    [InlineData(1.99, 1)]
    [InlineData(2.5, 2)]
    [InlineData(70, 50)]
    [InlineData(0.03, 0.02)]
    public void StepBelow_is_1_2_or_5_times_a_power_of_ten(double wanted, double expected)
        => Assert.Equal(expected, PlotAxis.StepBelow(wanted), 12);

    [Fact]
    public void Ticks_lie_in_the_frame_at_round_numbers()
    {
        PlotAxis axis = PlotAxis.Exactly("x", -0.25, 1.1);

        Assert.Equal(["\u22120.2", "0.0", "0.2", "0.4", "0.6", "0.8", "1.0"], axis.Ticks().Select(axis.Format));
    }

    [Theory]
    [InlineData(7.25, 7.25)]
    [InlineData(0, 0)]
    [InlineData(-3, 1e6)]
    public void Around_holds_its_values_and_has_ticks(double low, double high)
    {
        PlotAxis axis = PlotAxis.Around("x", low, high);

        Assert.True(axis.Low < low && axis.High > high);
        Assert.InRange(axis.Ticks().Count(), 2, 12);
    }

    // norm.ppf(0.99) = 2.326: ticks each 0.5, and the axis ends at 2.5. A single point at the origin gets any range.
    [Theory]
    [InlineData(2.326, 2.5, 0.5)]
    [InlineData(0, 1.2, 0.2)]
    public void Symmetric_reaches_the_next_tick(double largest, double limit, double step)
    {
        PlotAxis axis = PlotAxis.Symmetric("x", largest);

        Assert.Equal((-limit, limit, step), (Math.Round(axis.Low, 9), Math.Round(axis.High, 9), Math.Round(axis.Step, 9)));
        Assert.Equal((2 * (int)Math.Round(limit / step)) + 1, axis.Ticks().Count());
    }

    [Theory]
    [InlineData(1, 1, "0 1 2")]
    [InlineData(1, 3, "1 2 3")]
    [InlineData(1, 30, "5 10 15 20 25 30")]
    public void OfIntegers_has_whole_ticks(int low, int high, string ticks)
    {
        PlotAxis axis = PlotAxis.OfIntegers("epoch", low, high);

        Assert.Equal(ticks, string.Join(' ', axis.Ticks().Select(axis.Format)));
    }

    [Fact]
    public void OfNames_has_a_tick_for_each_name()
    {
        PlotAxis axis = PlotAxis.OfNames("label", ["cat", "dog"]);

        Assert.Equal(["cat", "dog"], axis.Ticks().Select(axis.Format));
    }
}
