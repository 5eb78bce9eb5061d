using System.Net;
using System.Text;
using System.Xml;

namespace VaePipeline.Data.Plots;

/// <summary>Draws one plot as SVG. Text is laid out by the number of its letters: nothing here measures fonts.</summary>
internal sealed class PlotDrawing
{
    private const double LetterWidth = 8;
    private const double LargeLetterWidth = 12;
    private const int NameHeight = 20;
    private const int LongestName = 28;
    private const int FewestLetters = 4; // Of a tick: plots side by side have frames of one size.
    private const int LegendRow = 22;

    // More dots than this would be a line.
    private const int MostDots = 60;

    // Series are drawn in turns of about so many points, so that none lies wholly below another.
    private const int Turn = 250;

    private readonly Plot _plot;
    private readonly StringBuilder _svg = new();
    private readonly (string Name, string Swatch)[] _legend;
    private readonly int _left;
    private readonly int _right;
    private readonly int _top;
    private readonly int _bottom;

    public PlotDrawing(Plot plot)
    {
        _plot = plot;
        int tickLetters = plot.Vertical.Ticks().Select(tick => Math.Max(FewestLetters, Text(plot.Vertical.Format(tick)).Length)).DefaultIfEmpty(0).Max();
        _left = (int)(tickLetters * LetterWidth) + (plot.Vertical.Name.Length > 0 ? 38 : 20);
        _right = _left + plot.FrameWidth;
        _top = plot.Note.Length > 0 ? 60 : 40;
        _bottom = _top + plot.FrameHeight;
        _legend = [.. Entries()];
    }

    /// <summary>The element, or a file of its own.</summary>
    public string ToSvg(bool isDocument)
    {
        bool hasLines = _plot.Series.Any(series => series.IsLine);
        int width = _right + (hasLines ? 66 : 20);
        int legendColumns = Math.Max(1, (int)((width - 24) / EntryWidth()));
        int height = _bottom + 52 + ((_legend.Length + legendColumns - 1) / legendColumns * LegendRow);
        string document = isDocument ? Invariant($" xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\"") : "";
        Append($"<svg{document} class=\"plot\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{_plot.Id}-title {_plot.Id}-description\">\n");
        Append($"<title id=\"{_plot.Id}-title\">{Encode(_plot.Title)}</title>\n<desc id=\"{_plot.Id}-description\">{Encode(_plot.Description)}</desc>\n");
        if (isDocument)
        {
            Append($"<style>\n{PlotStyle.OnWhite}\n</style>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n");
        }

        Append($"<text class=\"title\" x=\"12\" y=\"24\">{Encode(_plot.Title)}</text>\n");
        if (_plot.Note.Length > 0)
        {
            Append($"<text class=\"soft\" x=\"12\" y=\"44\">{Encode(_plot.Note)}</text>\n");
        }

        AppendAxes();
        AppendPoints();
        if (hasLines)
        {
            AppendLines();
        }

        AppendNames();
        AppendLegend(legendColumns);
        return _svg.Append("</svg>\n").ToString();
    }

    private double X(double value) => _left + ((value - _plot.Horizontal.Low) / (_plot.Horizontal.High - _plot.Horizontal.Low) * _plot.FrameWidth);

    private double Y(double value) => _bottom - ((value - _plot.Vertical.Low) / (_plot.Vertical.High - _plot.Vertical.Low) * _plot.FrameHeight);

    private void AppendAxes()
    {
        foreach (double tick in _plot.Horizontal.Ticks())
        {
            Append($"<path class=\"grid\" d=\"M{X(tick):F1} {_top}V{_bottom}\"/><text class=\"soft middle\" x=\"{X(tick):F1}\" y=\"{_bottom + 18}\">{Encode(_plot.Horizontal.Format(tick))}</text>\n");
        }

        foreach (double tick in _plot.Vertical.Ticks())
        {
            Append($"<path class=\"grid\" d=\"M{_left} {Y(tick):F1}H{_right}\"/><text class=\"soft end\" x=\"{_left - 7}\" y=\"{Y(tick) + 4:F1}\">{Encode(_plot.Vertical.Format(tick))}</text>\n");
        }

        Append($"<rect class=\"frame\" x=\"{_left}\" y=\"{_top}\" width=\"{_plot.FrameWidth}\" height=\"{_plot.FrameHeight}\"/>\n");
        Append($"<text class=\"middle\" x=\"{(_left + _right) / 2}\" y=\"{_bottom + 40}\">{Encode(_plot.Horizontal.Name)}</text>\n");
        Append($"<text class=\"middle\" transform=\"translate(18 {(_top + _bottom) / 2}) rotate(-90)\">{Encode(_plot.Vertical.Name)}</text>\n");
    }

    private void AppendPoints()
    {
        PlotSeries[] all = [.. _plot.Series.Where(series => !series.IsLine)];
        int turns = (all.Sum(series => series.Points.Count) + Turn - 1) / Turn;
        for (int turn = 0; turn < turns; turn++)
        {
            foreach (PlotSeries series in all)
            {
                AppendPoints(series, (int)((long)series.Points.Count * turn / turns), (int)((long)series.Points.Count * (turn + 1) / turns));
            }
        }
    }

    private void AppendPoints(PlotSeries series, int start, int end)
    {
        if (start == end)
        {
            return;
        }

        // Points are strokes of no length with round ends: a tenth of the bytes of circles.
        Append($"<path class=\"points\" stroke=\"{series.Color}\" d=\"");
        for (int i = start; i < end; i++)
        {
            Append($"M{X(series.Points[i].X):F1} {Y(series.Points[i].Y):F1}h0");
        }

        _svg.Append("\"/>\n");
    }

    private void AppendLines()
    {
        Append($"<clipPath id=\"{_plot.Id}-frame\"><rect x=\"{_left}\" y=\"{_top}\" width=\"{_plot.FrameWidth}\" height=\"{_plot.FrameHeight}\"/></clipPath>\n");
        if (_plot.Marker is { } marker)
        {
            Append($"<path class=\"marker\" d=\"M{X(marker.X):F1} {_top}V{_bottom}\"/>\n");
        }

        foreach (PlotSeries series in _plot.Series.Where(series => series.IsLine))
        {
            Append($"<g clip-path=\"url(#{_plot.Id}-frame)\"><polyline class=\"line\" stroke=\"{series.Color}\" stroke-dasharray=\"{series.Dashes}\" points=\"");
            _svg.AppendJoin(' ', series.Points.Select(point => Invariant($"{X(point.X):F1},{Y(point.Y):F1}"))).Append("\"/>");
            foreach (PlotPoint point in series.Points.Count <= MostDots ? series.Points : [])
            {
                Append($"<circle cx=\"{X(point.X):F1}\" cy=\"{Y(point.Y):F1}\" r=\"2\" fill=\"{series.Color}\"><title>{Encode(_plot.Horizontal.Name)} {point.X}: {point.Y:F2}</title></circle>");
            }

            _svg.Append("</g>\n");
        }
    }

    // The last value of each line beside its end; of named points the name amid them. A text moves up if it would cover another.
    private void AppendNames()
    {
        var texts = _plot.Series.Where(series => series.IsLine || series.IsNamed).Select(series => series.IsLine
            ? (X: _right + 6, Y: Y(series.Points[^1].Y) + 4, Text: Invariant($"{series.Points[^1].Y:F2}"), Look: $"class=\"last\" style=\"fill:{series.Color}\"")
            : (X: X(Median(series.Points.Select(point => point.X))), Y: Y(Median(series.Points.Select(point => point.Y))) + 6, Text: Text(series.Name), Look: "class=\"name middle\""));
        List<(double X, double Y, string Text)> placed = [];
        foreach (var (x, wanted, text, look) in texts.OrderByDescending(text => text.Y))
        {
            double y = wanted;
            while (placed.Any(other => Math.Abs(other.Y - y) < NameHeight && Math.Abs(other.X - x) < (other.Text.Length + text.Length) * LargeLetterWidth / 2))
            {
                y--;
            }

            placed.Add((x, y, text));
            Append($"<text {look} x=\"{x:F1}\" y=\"{y:F1}\">{Encode(text)}</text>\n");
        }
    }

    private void AppendLegend(int columns)
    {
        for (int i = 0; i < _legend.Length; i++)
        {
            double x = 16 + (i % columns * EntryWidth()), y = _bottom + 66 + (i / columns * LegendRow);
            Append($"<g class=\"entry\" transform=\"translate({x:F0} {y:F0})\">{_legend[i].Swatch}<text x=\"30\" y=\"0\">{Encode(_legend[i].Name)}</text></g>\n");
        }
    }

    private double EntryWidth() => 42 + (LetterWidth * _legend.Select(entry => entry.Name.Length).DefaultIfEmpty(0).Max());

    private IEnumerable<(string Name, string Swatch)> Entries()
    {
        PlotSeries[] named = [.. _plot.Series.Where(series => series.Name.Length > 0)];
        foreach (PlotSeries series in named.Take(Plot.MostEntries))
        {
            yield return series.IsLine
                ? (Text(series.Name), $"<path class=\"line\" stroke=\"{series.Color}\" stroke-dasharray=\"{series.Dashes}\" d=\"M0 -4H24\"/>")
                : (Invariant($"{Text(series.Name)} ({series.Points.Count:N0})"), $"<path class=\"dot\" stroke=\"{series.Color}\" d=\"M16 -4h0\"/>");
        }

        if (named.Length > Plot.MostEntries)
        {
            yield return (Invariant($"and {named.Length - Plot.MostEntries:N0} more"), "");
        }

        if (_plot.Marker is { } marker)
        {
            yield return (Text(marker.Name), "<path class=\"marker\" d=\"M12 -12V4\"/>");
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static string Text(string name) => name.Length <= LongestName ? name : $"{name[..(LongestName - 1)]}\u2026";

    // Names come from files: characters that XML cannot hold are shown as what they are, unknown.
    private static string Encode(string text) =>
        WebUtility.HtmlEncode(string.Concat(text.Select(letter => XmlConvert.IsXmlChar(letter) || char.IsSurrogate(letter) ? letter : '\uFFFD')));

    private void Append(FormattableString text) => _svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
