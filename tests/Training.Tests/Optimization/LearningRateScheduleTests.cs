using VaePipeline.Training.Optimization;

namespace VaePipeline.Training.Tests.Optimization;

public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(0, 0.002)]
    [InlineData(25, 0.0017071067811865476)] // half of 1 + cos 45 degrees
    [InlineData(50, 0.001)]
    [InlineData(75, 0.0002928932188134524)]
    public void Rate_falls_along_half_a_cosine(long step, double expected) =>
        Assert.Equal(expected, new LearningRateSchedule(0.002, WarmUpSteps: 0, Steps: 100).RateAt(step), 1e-15);

    [Theory]
    [InlineData(0, 0.0001)] // a tenth of 0.001, cos 0
    [InlineData(1, 0.00019999999999975327)] // two tenths of half of 1 + cos(pi / 1000000)
    [InlineData(9, 0.001)]
    public void Rate_rises_linearly_at_first(long step, double expected) =>
        Assert.Equal(expected, new LearningRateSchedule(0.001, WarmUpSteps: 10, Steps: 1_000_000).RateAt(step), 1e-12);

    [Fact]
    public void Rate_of_the_last_step_is_above_zero() => Assert.True(new LearningRateSchedule(0.002, 10, 100).RateAt(99) > 0);
}
