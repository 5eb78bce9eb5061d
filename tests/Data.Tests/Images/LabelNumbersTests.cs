using VaePipeline.Data.Images;

namespace VaePipeline.Data.Tests.Images;

public sealed class LabelNumbersTests
{
    [Fact]
    public void Whole_numbers_keep_their_own()
    {
        LabelNumbers labels = new(["10", "2", "255", "2"]);

        Assert.Null(labels.Names);
        Assert.Equal((10, 2, 255), (labels["10"], labels["2"], labels["255"]));
    }

    [Theory]
    [InlineData("1", "01")]
    [InlineData("1", "256")]
    [InlineData("1", "b")]
    public void Other_names_are_numbered_in_ordinal_order(string first, string second)
    {
        LabelNumbers labels = new([second, first]);

        string[] ordered = [.. new[] { first, second }.Order(StringComparer.Ordinal)];
        Assert.Equal(ordered, labels.Names!);
        Assert.Equal((0, 1), (labels[ordered[0]], labels[ordered[1]]));
    }

    [Fact]
    public void More_than_a_byte_tells_apart_are_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new LabelNumbers(Enumerable.Range(0, 257).Select(number => $"{number}")));

        Assert.StartsWith("257 labels; expected at most 256. Pass fewer.", error.Message, StringComparison.Ordinal);
    }
}
