using VaePipeline.Data.Plots;
using VaePipeline.Generation.Encodings;

namespace VaePipeline.Generation.Tests.Encodings;

public sealed class EncodingPlotTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("7", "7")]
    [InlineData("cat/a.png,cat", "cat")]
    [InlineData("cat/a.png,\"big, cat\"", "big, cat")]
    [InlineData("\"a,b\",\"say \"\"cat\"\", twice\"", "say \"cat\", twice")]
    [InlineData("x,\"\"\"quoted\"\"\"", "\"quoted\"")]
    [InlineData("x,\"\"", "")]
    public void LastCell_is_the_label(string line, string expected) => Assert.Equal(expected, EncodingPlot.LastCell(line));

    [Fact]
    public void Labels_are_in_order_of_their_numbers_then_of_their_letters()
    {
        EncodingPlot collected = new(latentSize: 2, ["file", "label"]);
        foreach (string label in new[] { "10", "cat", "9", "ant", "9" })
        {
            collected.Add([1, 2], $"x.png,{label}");
        }

        Plot plot = collected.Draw();

        Assert.Equal(["9", "10", "ant", "cat"], plot.Series.Select(series => series.Name));
        Assert.Equal("5 images", plot.Note);
    }

    // Of 20,000 images each is drawn with probability 1/2: the drawn ones' mean number is 10,000 with a deviation of 58.
    [Fact]
    public void More_images_are_a_random_sample_and_the_plot_says_so()
    {
        EncodingPlot collected = new(latentSize: 2, []);
        for (int i = 0; i < 20_000; i++)
        {
            collected.Add([i, 0], "");
        }

        Plot plot = collected.Draw();

        Assert.Equal("10,000 of 20,000 images, a random sample", plot.Note);
        Assert.Equal(10_000, plot.Series.Single().Points.Select(point => point.X).Distinct().Count());
        Assert.InRange(plot.Series.Single().Points.Average(point => point.X), 9_700, 10_300);
    }

    [Fact]
    public void Variance_is_of_all_images()
    {
        EncodingPlot collected = new(latentSize: 3, []);
        for (int i = 0; i < 30_000; i++)
        {
            // The first latent varies in the beginning alone, the second most.
            collected.Add([i < 10 ? 100 : 0, i % 2 * 10, i % 3], "");
        }

        Plot plot = collected.Draw();

        Assert.StartsWith("mean of z[1], greatest variance of 3", plot.Horizontal.Name, StringComparison.Ordinal);
        Assert.StartsWith("mean of z[0], second", plot.Vertical.Name, StringComparison.Ordinal);
    }
}
