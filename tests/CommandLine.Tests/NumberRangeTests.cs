namespace VaePipeline.CommandLine.Tests;

public sealed class NumberRangeTests
{
    [Fact]
    public void ToString_says_kind_and_limits()
    {
        Assert.Equal("a whole number, 1 to 100000", new NumberRange<int>(1, 100_000).ToString());
        Assert.Equal("a whole number, at least 0", new NumberRange<long>(0, long.MaxValue).ToString());
        Assert.Equal("a number, above 0 and at most 1", new NumberRange<double>(0, 1, IsLowOpen: true).ToString());
        Assert.Equal("a number, 0 to below 1", new NumberRange<double>(0, 1, IsHighOpen: true).ToString());
        Assert.Equal("a number, above 0 and below 1", new NumberRange<double>(0, 1, IsLowOpen: true, IsHighOpen: true).ToString());
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(double.Epsilon, true)]
    [InlineData(1, true)]
    [InlineData(1.0000001, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void Contains_minds_open_ends_and_NaN(double value, bool expected) =>
        Assert.Equal(expected, new NumberRange<double>(0, 1, IsLowOpen: true).Contains(value));

    [Fact]
    public void Contains_no_infinity_where_there_is_no_limit() => Assert.False(new NumberRange<double>(0, double.MaxValue).Contains(double.PositiveInfinity));
}
