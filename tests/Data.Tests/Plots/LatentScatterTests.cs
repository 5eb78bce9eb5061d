using VaePipeline.Data.Plots;

namespace VaePipeline.Data.Tests.Plots;

public sealed class LatentScatterTests
{
    [Fact]
    public void Two_latents_are_shown_as_they_are()
    {
        Plot plot = LatentScatter.Draw("2 images", [1, 2, 3, 40], [1, 100], [1, 0], ["cat", "dog"]);

        Assert.Equal(("mean of z[0]", "mean of z[1]"), (plot.Horizontal.Name, plot.Vertical.Name));
        Assert.Equal(["cat", "dog"], plot.Series.Select(series => series.Name));
        Assert.Equal(new PlotPoint(3, 40), plot.Series[0].Points.Single());
        Assert.Equal(new PlotPoint(1, 2), plot.Series[1].Points.Single());
    }

    [Fact]
    public void Of_more_latents_the_two_that_vary_most_are_shown_and_named()
    {
        Plot plot = LatentScatter.Draw("1 image", [1, 2, 3, 4], [0.1, 5, 0.2, 7], labels: null, []);

        Assert.Equal("mean of z[3], greatest variance of 4 latents", plot.Horizontal.Name);
        Assert.Equal("mean of z[1], second greatest variance of 4 latents", plot.Vertical.Name);
        Assert.Equal(new PlotPoint(4, 2), plot.Series.Single().Points.Single());
        Assert.Equal("", plot.Series.Single().Name);
    }

    [Fact]
    public void One_latent_has_a_row_for_each_label()
    {
        Plot plot = LatentScatter.Draw("3 images", [1, 2, 3], [1], [0, 1, 1], ["cat", "dog"]);

        Assert.Equal("label", plot.Vertical.Name);
        Assert.Equal(["cat", "dog"], plot.Vertical.Names);
        Assert.All(plot.Series[0].Points, point => Assert.InRange(point.Y, -0.35, 0.35));
        Assert.All(plot.Series[1].Points, point => Assert.InRange(point.Y, 0.65, 1.35));
        Assert.All(plot.Series, series => Assert.False(series.IsNamed));
    }

    [Fact]
    public void One_latent_without_labels_is_a_line_of_points()
    {
        Plot plot = LatentScatter.Draw("2 images", [1, 2], [1], labels: null, []);

        Assert.Empty(plot.Vertical.Ticks());
        Assert.DoesNotContain("NaN", plot.ToDocument(), StringComparison.Ordinal);
    }
}
