using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace VaePipeline.Training.Tests.Reports;

public sealed partial class RunReportTests
{
    [Fact]
    public void ToHtml_needs_nothing_from_elsewhere_and_no_script()
    {
        string page = ReportFixture.Page();

        Assert.DoesNotContain("http", Source().Replace(page, ""), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link", page, StringComparison.OrdinalIgnoreCase);
        Assert.All(Source().Matches(page), source => Assert.StartsWith("data:image/png;base64,", source.Groups["uri"].Value, StringComparison.Ordinal));
        Assert.DoesNotContain("url(", page.Replace("url(#", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void ToHtml_shows_results_times_and_options()
    {
        string page = ReportFixture.Page();

        Assert.Contains("<dt>negative ELBO, test</dt><dd>149.98 <small>nats</small></dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>training time</dt><dd>1:02:03 <small>2,016 images/s</small></dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>epoch kept</dt><dd>30 <small>of 30</small></dd>", page, StringComparison.Ordinal);
        Assert.Contains("<tr><th scope=\"row\">network</th><td><code>mlp</code></td></tr>", page, StringComparison.Ordinal);
        Assert.Contains("trained on digits &amp; &lt;more&gt;.", page, StringComparison.Ordinal);
        Assert.Contains("On the 300 test images. Negative ELBO, an upper bound on -ln p(x), in nats per image:", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 6)]
    [InlineData(1, 5)]
    [InlineData(7, 5)]
    public void ToHtml_has_the_manifold_of_two_latents_only(int latents, int pictures)
    {
        string page = ReportFixture.Page(latents, epochs: 1);

        // Two rows of originals and of reconstructions, samples, and the manifold.
        Assert.Equal(pictures, Source().Count(page));
        Assert.Equal(latents == 2, page.Contains("id=\"manifold\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, true, ">Posterior means by label</text>", 10)]
    [InlineData(2, false, ">Posterior means</text>", 0)]
    [InlineData(7, true, ", second greatest variance of 7 latents</text>", 10)]
    [InlineData(1, true, ">Posterior means by label</text>", 10)]
    [InlineData(1, false, ">Posterior means</text>", 0)]
    public void ToHtml_puts_every_test_image_into_the_scatter_plot(int latents, bool isLabelled, string words, int labels)
    {
        string page = ReportFixture.Page(latents, epochs: 1, isLabelled: isLabelled);

        var points = Points().Matches(page);
        Assert.Equal(ReportFixture.TestImages, points.Sum(path => path.Groups["d"].Value.Count(letter => letter == 'M')));
        Assert.Equal(Math.Max(1, labels), points.Select(path => path.Groups["color"].Value).Distinct().Count());
        Assert.Equal(labels, LegendItem().Count(page));
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Contains(">the first 300 test images</text>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void ToHtml_calls_labels_by_their_names()
    {
        string page = ReportFixture.Page(epochs: 1, labelNames: ["zero", "<one>", "two", "three", "four", "five", "six", "seven", "eight", "nine"]);

        Assert.Contains(">&lt;one&gt; (", page, StringComparison.Ordinal);
        Assert.Contains(">nine</text>", page, StringComparison.Ordinal);
        Assert.DoesNotContain(">1 (", page, StringComparison.Ordinal);
    }

    [Fact]
    public void ToHtml_without_held_out_images_has_no_validation_line()
    {
        string page = ReportFixture.Page(isValidated: false);

        Assert.DoesNotContain(">validation</text>", page, StringComparison.Ordinal);
        Assert.Contains("No images were held out: the last epoch is kept.", page, StringComparison.Ordinal);
        Assert.Equal(3, Occurrences(page, "<polyline"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(30)]
    [InlineData(300)]
    public void ToHtml_charts_are_well_formed_with_every_epoch(int epochs)
    {
        string page = ReportFixture.Page(epochs: epochs);

        string[] charts = [.. Charts().Matches(page).Select(match => match.Value)];
        Assert.Equal(4, charts.Length);
        foreach (var chart in charts.Take(3).Select(XElement.Parse))
        {
            Assert.All(
                chart.Descendants("polyline"),
                line => Assert.Equal(epochs, line.Attribute("points")!.Value.Split(' ').Length)); // not null: lines have points
            Assert.Equal(2, chart.Descendants("polyline").Count());
            Assert.InRange(chart.Descendants("text").Count(text => text.Attribute("class")?.Value.StartsWith("soft", StringComparison.Ordinal) == true), 5, 25);
        }

        Assert.DoesNotContain("NaN", Source().Replace(page, ""), StringComparison.Ordinal);
        Assert.Equal(epochs + 1, Occurrences(page[page.IndexOf("id=\"epochs\"", StringComparison.Ordinal)..page.IndexOf("</details>", StringComparison.Ordinal)], "<tr>"));
    }

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex("src=\"(?<uri>[^\"]*)\"")]
    private static partial Regex Source();

    [GeneratedRegex("<path class=\"points\" stroke=\"(?<color>[^\"]*)\" d=\"(?<d>[^\"]*)\"/>")]
    private static partial Regex Points();

    [GeneratedRegex("<path class=\"dot\"")]
    private static partial Regex LegendItem();

    [GeneratedRegex("<svg class=\"plot.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Charts();
}
