using VaePipeline.Training.Optimization;

namespace VaePipeline.Training.Tests.Optimization;

public sealed class CosineDecayTests
{
    [Theory]
    [InlineData(0, 0.002)]
    [InlineData(25, 0.0017071067811865476)] // half of 1 + cos 45 degrees
    [InlineData(50, 0.001)]
    [InlineData(75, 0.0002928932188134524)]
    public void Rate_follows_half_a_cosine(long step, double expected) =>
        Assert.Equal(expected, new CosineDecay(0.002, 100).RateAt(step), 1e-15);

    [Fact]
    public void Rate_of_the_last_step_is_above_zero() => Assert.True(new CosineDecay(0.002, 100).RateAt(99) > 0);
}
