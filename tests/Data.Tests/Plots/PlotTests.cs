using System.Xml.Linq;
using VaePipeline.Data.Plots;

namespace VaePipeline.Data.Tests.Plots;

public sealed class PlotTests
{
    [Theory]
    [InlineData(0, 0, 50, 50)]
    [InlineData(10, 0, 100, 50)]
    [InlineData(0, 10, 50, 0)]
    [InlineData(-10, -10, 0, 100)]
    public void Points_lie_right_by_x_and_up_by_y(double x, double y, int across, int down)
    {
        XElement svg = XElement.Parse(Of([new PlotSeries("", "#000", [new PlotPoint(x, y)])]).ToElement());

        XElement frame = svg.Elements("rect").Single();
        int left = (int)frame.Attribute("x")!, top = (int)frame.Attribute("y")!; // not null: the frame has a place
        Assert.Equal(FormattableString.Invariant($"M{left + across:F1} {top + down:F1}h0"), (string?)svg.Elements("path").Single(path => IsOf(path, "points")).Attribute("d"));
    }

    [Fact]
    public void Plot_has_title_axes_ticks_legend_and_words_for_who_does_not_see_it()
    {
        Plot plot = Of([new PlotSeries("cat <&>", "#112233", [new PlotPoint(1, 2), new PlotPoint(3, 4)]), new PlotSeries("dog", "#445566", [new PlotPoint(5, 6)])]);

        XElement svg = XElement.Parse(plot.ToElement());

        Assert.Equal(("img", "p-title p-description"), ((string?)svg.Attribute("role"), (string?)svg.Attribute("aria-labelledby")));
        Assert.Equal(["p-title", "p-description"], svg.Elements().Take(2).Select(element => (string?)element.Attribute("id")));
        Assert.Equal("Points & more", svg.Element("title")?.Value);
        Assert.Equal("Horizontal: across, -10 to 10. Vertical: up, -10 to 10. cat <&>: 2 points. dog: 1 points.", svg.Element("desc")?.Value);
        string[] texts = [.. svg.Elements("text").Select(text => text.Value)];
        Assert.Equal(1, texts.Count(text => text == "across"));
        Assert.Equal(1, texts.Count(text => text == "up"));
        Assert.Equal(2, texts.Count(text => text == "\u22125"));
        Assert.Equal(["cat <&> (2)", "dog (1)"], svg.Elements("g").Select(entry => entry.Value));
        Assert.Null(svg.Attribute("xmlns"));
    }

    [Fact]
    public void ToDocument_needs_nothing_beside_it()
    {
        XElement svg = XElement.Parse(Of([new PlotSeries("", "#000", [new PlotPoint(1, 2)])]).ToDocument());

        XNamespace space = "http://www.w3.org/2000/svg";
        Assert.Equal(space + "svg", svg.Name);
        Assert.Equal(svg.Attribute("viewBox")?.Value, $"0 0 {svg.Attribute("width")?.Value} {svg.Attribute("height")?.Value}");
        Assert.DoesNotContain("var(", svg.Element(space + "style")?.Value, StringComparison.Ordinal);
        Assert.Equal("#ffffff", (string?)svg.Elements(space + "rect").First().Attribute("fill"));
    }

    [Fact]
    public void Line_has_its_last_value_and_a_dot_for_each_of_few_points()
    {
        PlotPoint[] points = [new(1, 2), new(3, 4.5), new(5, 6.25)];
        PlotPoint[] many = [.. Enumerable.Range(0, 100).Select(i => new PlotPoint(i / 10.0, 6.25))];

        XElement svg = XElement.Parse(Of([Line("few", points), Line("many", many)]).ToElement());

        Assert.Equal([3, 100], svg.Descendants("polyline").Select(line => line.Attribute("points")!.Value.Split(' ').Length)); // not null: lines have points
        Assert.Equal(["across 1: 2.00", "across 3: 4.50", "across 5: 6.25"], svg.Descendants("circle").Select(dot => dot.Value));
        XElement[] last = [.. svg.Elements("text").Where(text => IsOf(text, "last"))];
        Assert.Equal(["6.25", "6.25"], last.Select(text => text.Value));
        Assert.True(Math.Abs((double)last[0].Attribute("y")! - (double)last[1].Attribute("y")!) >= 20, "they do not cover each other"); // not null: texts have places
        Assert.Contains("few: 3 points from 2 to 6.25.", svg.Element("desc")?.Value, StringComparison.Ordinal);

        static PlotSeries Line(string name, PlotPoint[] points) => new(name, "#000", points) { IsLine = true };
    }

    [Fact]
    public void Names_amid_points_of_one_place_do_not_cover_each_other()
    {
        PlotSeries[] series = [.. Enumerable.Range(0, 10).Select(i => new PlotSeries($"label {i}", "#000", [new PlotPoint(0, 0)]) { IsNamed = true })];

        XElement svg = XElement.Parse(Of(series).ToElement());

        double[] places = [.. svg.Elements("text").Where(text => IsOf(text, "name")).Select(text => (double)text.Attribute("y")!).Order()]; // not null: texts have places
        Assert.Equal(10, places.Length);
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 20));
    }

    [Fact]
    public void Sixty_thousand_points_are_less_than_a_megabyte()
    {
        PlotPoint[] points = [.. Enumerable.Range(0, 60_000).Select(i => new PlotPoint((i % 245 / 12.5) - 9.8, (i / 245 / 12.5) - 9.8))];

        string svg = Of([new PlotSeries("", "#000", points)], side: 600).ToDocument();

        Assert.InRange(svg.Length, 60_000, 1_000_000);
        Assert.Equal(60_000, svg.Split("h0").Length - 1);
    }

    [Fact]
    public void Legend_names_forty_and_counts_the_rest()
    {
        PlotSeries[] series = [.. Enumerable.Range(0, 45).Select(i => new PlotSeries($"{i}", PlotColors.Of(i, 45), [new PlotPoint(0, 0)]))];

        XElement svg = XElement.Parse(Of(series).ToElement());

        Assert.Equal(41, svg.Elements("g").Count());
        Assert.Equal("and 5 more", svg.Elements("g").Last().Value);
    }

    [Fact]
    public void Name_that_xml_cannot_hold_is_shown_as_unknown()
    {
        XElement svg = XElement.Parse(Of([new PlotSeries("a\u0001b", "#000", [new PlotPoint(0, 0)])]).ToDocument());

        Assert.Contains("a\uFFFDb", svg.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("points.png", "--plot is \"points.png\"; expected a path that ends in .svg. Name such a file: plots are SVG.")]
    [InlineData("./latents.svg", "--plot is \"./latents.svg\", as --output; expected two files. Name another one.")]
    public void CheckPath_refuses_another_ending_and_the_output(string path, string expected)
    {
        var error = Assert.Throws<ArgumentException>(() => Plot.CheckPath("--plot", path, ["latents.svg"]));

        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    private static bool IsOf(XElement element, string name) => ((string?)element.Attribute("class") ?? "").Split(' ').Contains(name);

    private static Plot Of(IReadOnlyList<PlotSeries> series, int side = 100) => new()
    {
        Id = "p",
        Title = "Points & more",
        Horizontal = PlotAxis.Exactly("across", -10, 10, ticks: 4),
        Vertical = PlotAxis.Exactly("up", -10, 10, ticks: 4),
        Series = series,
        FrameWidth = side,
        FrameHeight = side,
    };
}
