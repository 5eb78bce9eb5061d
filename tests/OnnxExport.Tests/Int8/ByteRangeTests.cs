using VaePipeline.OnnxExport.Int8;

namespace VaePipeline.OnnxExport.Tests.Int8;

public sealed class ByteRangeTests
{
    [Theory]
    [InlineData(0f, 2.55f, 0.01f, 0)]
    [InlineData(1f, 2.55f, 0.01f, 0)] // 0 is among the numbers.
    [InlineData(-1.02f, 1.53f, 0.01f, 102)]
    [InlineData(-5.1f, -1f, 0.02f, 255)]
    [InlineData(0f, 0f, 1f, 0)]
    public void Between_reaches_both_ends_and_zero(float least, float most, float scale, byte zeroPoint)
    {
        var range = ByteRange.Between(least, most);

        Assert.Equal(scale, range.Scale, 1e-6f);
        Assert.Equal(zeroPoint, range.ZeroPoint);
    }
}
