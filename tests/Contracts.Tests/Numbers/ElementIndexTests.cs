using VaePipeline.Contracts.Numbers;

namespace VaePipeline.Contracts.Tests.Numbers;

public sealed class ElementIndexTests
{
    // Row-major, by hand: offset = (i * 3 + j) * 4 + k.
    [Theory]
    [InlineData(0, "[0, 0, 0]")]
    [InlineData(4, "[0, 1, 0]")]
    [InlineData(23, "[1, 2, 3]")]
    public void Format_gives_the_index_of_each_axis(long offset, string expected)
    {
        Assert.Equal(expected, ElementIndex.Format(offset, [2, 3, 4]));
    }

    [Fact]
    public void FormatShape_is_as_in_error_messages()
    {
        Assert.Equal("[64, -1]", ElementIndex.FormatShape([64, -1]));
        Assert.Equal("[]", ElementIndex.FormatShape([]));
    }
}
