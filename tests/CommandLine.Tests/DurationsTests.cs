namespace VaePipeline.CommandLine.Tests;

public sealed class DurationsTests
{
    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(65, "1:05")]
    [InlineData(3599, "59:59")]
    [InlineData(90_061, "25:01:01")]
    public void Format_shows_hours_only_if_there_are_some(int seconds, string expected) =>
        Assert.Equal(expected, Durations.Format(TimeSpan.FromSeconds(seconds)));
}
