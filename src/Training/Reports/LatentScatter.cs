using System.Text;
using VaePipeline.Training.Evaluation;

namespace VaePipeline.Training.Reports;

/// <summary>
/// Where the encoder puts images, coloured by label: two latents as a plane; of more, the two whose means vary most; one
/// latent along a line, a row for each label.
/// </summary>
internal sealed class LatentScatter
{
    private const int Side = 620;
    private const int Near = 52;
    private const int Far = 604;
    private const int Top = 16;

    // Labels are drawn in turns of so many images, so that none lies wholly below another.
    private const int Turn = 250;

    private readonly PosteriorMeans _means;
    private readonly byte[]? _imageLabels;
    private readonly byte[] _labels;
    private readonly string[] _names;
    private readonly int _first;
    private readonly int? _second;

    /// <param name="means">[N, L].</param>
    /// <param name="labels">Of the same images; empty where they have none.</param>
    /// <param name="nameOf">What a label is called.</param>
    public LatentScatter(PosteriorMeans means, ReadOnlySpan<byte> labels, Func<byte, string> nameOf)
    {
        _means = means;
        _imageLabels = labels.IsEmpty ? null : labels.ToArray();
        _labels = [.. (_imageLabels ?? [0]).Distinct().Order()];
        _names = [.. _labels.Select(nameOf).Select(ReportTables.Encode)];
        double[] variances = means.Variances();
        int[] widest = [.. Enumerable.Range(0, means.LatentSize).OrderByDescending(latent => variances[latent]).Take(2).Order()];
        _first = widest[0];
        _second = widest.Length > 1 ? widest[1] : null;
    }

    private int Count => _means.Count;

    /// <summary>What is drawn, in a sentence.</summary>
    public string Caption => string.Create(CultureInfo.InvariantCulture, $"Posterior means of the first {Count:N0} test images{(_imageLabels is null ? "" : ", coloured by label")}")
        + (_means.LatentSize > 2 ? string.Create(CultureInfo.InvariantCulture, $"; of {_means.LatentSize} latents the two whose means vary most.") : ".");

    /// <summary>The plot.</summary>
    /// <returns>An element <c>svg</c>.</returns>
    public string ToSvg()
    {
        double[] x = [.. Enumerable.Range(0, Count).Select(image => Coordinate(image, _first))];
        double[] y = [.. Enumerable.Range(0, Count).Select(image => _second is { } second ? Coordinate(image, second) : Row(image))];
        var horizontal = ChartAxis.Around(x.Min(), x.Max(), Near, Far, ticks: 7);
        var vertical = _second is null
            ? new ChartAxis(-0.6, _labels.Length - 0.4, Far, Top, 1)
            : ChartAxis.Around(y.Min(), y.Max(), Far, Top, ticks: 7);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"chart scatter\" viewBox=\"0 0 {Side} {Side + 30}\" role=\"img\" aria-labelledby=\"scatter-title\">\n<title id=\"scatter-title\">{Caption}</title>\n");
        AppendAxes(svg, horizontal, vertical);
        for (int start = 0; start < Count; start += Turn)
        {
            AppendPoints(svg, x, y, start, Math.Min(start + Turn, Count), horizontal, vertical);
        }

        if (_imageLabels is not null && _second is not null)
        {
            AppendNames(svg, x, y, horizontal, vertical);
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The legend: a colour, the label and how many images have it; nothing where the images have no labels.</summary>
    public string ToLegend()
    {
        if (_imageLabels is null)
        {
            return "";
        }

        var text = new StringBuilder("<ul class=\"legend labels\">\n");
        for (int i = 0; i < _labels.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<li><span class=\"dot\" style=\"background:{Color(i)}\"></span><b>{_names[i]}</b> <small>{_imageLabels.Count(label => label == _labels[i]):N0}</small></li>\n");
        }

        return text.Append("</ul>\n").ToString();
    }

    private double Coordinate(int image, int latent) => _means.Values[(image * _means.LatentSize) + latent];

    // The golden ratio spreads the images of a label over their row.
    private double Row(int image) => IndexOf(image) + (image * 0.61803398874989485 % 1 * 0.7) - 0.35;

    private int IndexOf(int image) => _imageLabels is null ? 0 : Array.BinarySearch(_labels, _imageLabels[image]);

    private string Color(int index) => LabelColors.Of(index, _labels.Length);

    private void AppendAxes(StringBuilder svg, ChartAxis horizontal, ChartAxis vertical)
    {
        foreach (double tick in horizontal.Ticks())
        {
            double at = horizontal.At(tick);
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{at:F1} {Top}V{Far}\"/><text class=\"tick\" x=\"{at:F1}\" y=\"{Far + 18}\" text-anchor=\"middle\">{horizontal.Format(tick)}</text>\n");
        }

        foreach (double tick in vertical.Ticks().Where(_ => _second is not null || _imageLabels is not null))
        {
            double at = vertical.At(tick);
            string name = _second is null ? _names[(int)tick] : vertical.Format(tick);
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{Near} {at:F1}H{Far}\"/><text class=\"tick\" x=\"{Near - 7}\" y=\"{at + 4:F1}\" text-anchor=\"end\">{name}</text>\n");
        }

        int middle = (Near + Far) / 2;
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"frame\" x=\"{Near}\" y=\"{Top}\" width=\"{Far - Near}\" height=\"{Far - Top}\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"tick\" x=\"{middle}\" y=\"{Far + 38}\" text-anchor=\"middle\">mean of z[{_first}]</text>\n");
        string vertically = _second is { } second ? FormattableString.Invariant($"mean of z[{second}]") : _imageLabels is null ? "" : "label";
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"tick\" transform=\"translate(13 {(Top + Far) / 2}) rotate(-90)\" text-anchor=\"middle\">{vertically}</text>\n");
    }

    private void AppendPoints(StringBuilder svg, double[] x, double[] y, int start, int end, ChartAxis horizontal, ChartAxis vertical)
    {
        foreach (var group in Enumerable.Range(start, end - start).GroupBy(IndexOf).OrderBy(group => group.Key))
        {
            // Points are strokes of no length with round ends: a tenth of the bytes of circles.
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"points\" stroke=\"{Color(group.Key)}\" d=\"");
            foreach (int image in group)
            {
                svg.Append(CultureInfo.InvariantCulture, $"M{horizontal.At(x[image]):F1} {vertical.At(y[image]):F1}h0");
            }

            svg.Append("\"/>\n");
        }
    }

    // Each label's name amid its images, for those who do not tell the colours apart.
    private void AppendNames(StringBuilder svg, double[] x, double[] y, ChartAxis horizontal, ChartAxis vertical)
    {
        foreach (var group in Enumerable.Range(0, Count).GroupBy(IndexOf).OrderBy(group => group.Key))
        {
            double centreX = horizontal.At(Median(group.Select(image => x[image]))), centreY = vertical.At(Median(group.Select(image => y[image])));
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"label\" x=\"{centreX:F1}\" y=\"{centreY + 6:F1}\" text-anchor=\"middle\">{_names[group.Key]}</text>\n");
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
