using VaePipeline.Data.Plots;

namespace VaePipeline.Data.Tests.Plots;

public sealed class AxisTicksTests
{
    [Theory]
    [InlineData(0.775, 0.5)]
    [InlineData(1, 1)]
    [InlineData(1.99, 1)]
    [InlineData(2.5, 2)]
    [InlineData(70, 50)]
    [InlineData(0.03, 0.02)]
    public void Step_is_1_2_or_5_times_a_power_of_ten(double wanted, double expected)
        => Assert.Equal(expected, AxisTicks.Step(wanted), 12);
}
