using System.Text.Json;

namespace VaePipeline.Training.Tests.Reports;

/// <summary>What only a browser tells about a report.</summary>
[Trait("Category", "Slow")]
public sealed class RenderedReportTests
{
    private const string Measure = """
        const texts = [...document.querySelectorAll('svg.plot text')];
        const inside = (inner, outer) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1 && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
        const overlap = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
        const covered = [...document.querySelectorAll('svg.plot')].flatMap(plot => {
          const own = [...plot.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]).filter(text => text[0]);
          return own.flatMap((a, i) => own.slice(i + 1).filter(b => overlap(a[1], b[1])).map(b => a[0] + ' / ' + b[0]));
        });
        return {
          images: document.images.length,
          drawn: [...document.images].filter(image => image.complete && image.naturalWidth > 0 && image.getBoundingClientRect().height > 20).length,
          charts: [...document.querySelectorAll('svg.plot')].map(chart => Math.round(chart.getBoundingClientRect().height)),
          texts: texts.length,
          cut: texts.filter(text => !inside(text.getBoundingClientRect(), text.closest('svg').getBoundingClientRect())).map(text => text.textContent),
          covered,
          lines: [...document.querySelectorAll('polyline')].filter(line => line.getBoundingClientRect().width > 100).length,
          points: [...document.querySelectorAll('.points')].filter(path => path.getBoundingClientRect().width > 0).length,
          legend: document.querySelectorAll('.entry .dot').length,
          wide: document.documentElement.scrollWidth - innerWidth,
          spilt: [...document.querySelectorAll('dd, dt, figcaption, p, td')].filter(box => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).display !== 'inline').map(box => box.textContent),
          ground: getComputedStyle(document.body).backgroundColor,
          ink: getComputedStyle(document.querySelector('svg.plot text')).fill,
          scripts: document.scripts.length
        };
        """;

    [SkippableTheory]
    [InlineData(1200, false, "rgb(255, 255, 255)", "rgb(28, 32, 38)")]
    [InlineData(1200, true, "rgb(20, 23, 27)", "rgb(232, 234, 237)")]
    [InlineData(600, false, "rgb(255, 255, 255)", "rgb(28, 32, 38)")]
    public void Report_is_whole_on_a_screen(int width, bool isDark, string ground, string ink)
    {
        using var browser = new Browser();

        var (seen, console) = browser.Ask(ReportFixture.Page(), width, isDark, Measure);

        Assert.Equal("", console);
        Assert.Equal(6, seen.GetProperty("images").GetInt32());
        Assert.Equal(6, seen.GetProperty("drawn").GetInt32());
        Assert.Equal(6, seen.GetProperty("lines").GetInt32());
        Assert.Equal(4, seen.GetProperty("charts").GetArrayLength());
        Assert.All(seen.GetProperty("charts").EnumerateArray(), height => Assert.InRange(height.GetInt32(), 200, 800));
        Assert.InRange(seen.GetProperty("texts").GetInt32(), 40, 120);
        Assert.Equal([], Texts(seen, "cut"));
        Assert.Equal([], Texts(seen, "covered"));
        Assert.Equal([], Texts(seen, "spilt"));
        Assert.InRange(seen.GetProperty("points").GetInt32(), 10, 30);
        Assert.Equal(10, seen.GetProperty("legend").GetInt32());
        Assert.InRange(seen.GetProperty("wide").GetInt32(), -100, 0);
        Assert.Equal(ground, seen.GetProperty("ground").GetString());
        Assert.Equal(ink, seen.GetProperty("ink").GetString());
    }

    [SkippableTheory]
    [InlineData(false, 255, 255, 255)]
    [InlineData(true, 20, 23, 27)]
    public void Report_in_a_picture_shows_lines_digits_and_ten_colours(bool isDark, byte red, byte green, byte blue)
    {
        using var browser = new Browser();

        var picture = browser.Shoot(ReportFixture.Page(), 1200, 3000, isDark);

        Assert.Equal((1200, 3000), (picture.Width, picture.Height));
        var colors = new Dictionary<(byte, byte, byte), int>();
        for (int i = 0; i < picture.Pixels.Length; i += picture.Channels)
        {
            var color = (picture.Pixels[i], picture.Pixels[i + 1], picture.Pixels[i + 2]);
            colors[color] = colors.GetValueOrDefault(color) + 1;
        }

        // The ground, the lines of training and validation, and the dots of the legend, each of some 60 pixels.
        Assert.InRange(colors[(red, green, blue)], 1_000_000, 3_400_000);
        Assert.True(colors[isDark ? Color(0x6db1ff) : Color(0x1f6fc4)] > 200);
        Assert.True(colors[isDark ? Color(0xffa04d) : Color(0xd1600a)] > 200);
        Assert.All(
            [0x3f90da, 0xffa90e, 0xbd1f01, 0x94a4a2, 0x832db6, 0xa96b59, 0xe76300, 0xb9ac70, 0x717581, 0x92dadd],
            label => Assert.True(colors.GetValueOrDefault(Color(label)) > 40, $"{label:x6}"));
        Assert.True(colors.GetValueOrDefault(((byte)0, (byte)0, (byte)0)) > 50_000, "black grounds of digits");
    }

    private static IEnumerable<string?> Texts(JsonElement seen, string name) => seen.GetProperty(name).EnumerateArray().Select(text => text.GetString());

    private static (byte Red, byte Green, byte Blue) Color(int rgb) => ((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
}
