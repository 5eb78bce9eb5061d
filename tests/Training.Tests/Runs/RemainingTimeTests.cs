using VaePipeline.Training.Objective;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Tests.Runs;

public sealed class RemainingTimeTests
{
    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(65, "1:05")]
    [InlineData(3599, "59:59")]
    [InlineData(90_061, "25:01:01")]
    public void Format_shows_hours_only_where_there_are_some(int seconds, string expected) =>
        Assert.Equal(expected, RemainingTime.Format(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, 600, 6.6)]
    [InlineData(500, 600, 40)]
    [InlineData(500, 1000, 0)]
    public void Estimate_counts_the_steps_of_this_process_only(long before, long step, double seconds) =>
        Assert.Equal(
            seconds, RemainingTime.Estimate(TimeSpan.FromSeconds(10), before, new StepReport(3, step, 1000, new ElboTerms(1, 2), 5)).TotalSeconds, 0.1);
}
