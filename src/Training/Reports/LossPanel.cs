using System.Text;
using VaePipeline.Training.Objective;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Reports;

/// <summary>One loss over the epochs, as SVG: a line for the training images and one for the held-out ones.</summary>
/// <param name="title">What is drawn, as <c>KL divergence</c>.</param>
/// <param name="id">A name of its own on the page.</param>
/// <param name="epochs">The run, at least one epoch.</param>
/// <param name="keptEpoch">The epoch whose weights were kept.</param>
/// <param name="term">The loss, of an epoch's terms.</param>
internal sealed class LossPanel(string title, string id, IReadOnlyList<EpochReport> epochs, int keptEpoch, Func<ElboTerms, double> term)
{
    private const int Width = 380;
    private const int Height = 270;
    private const int Left = 46;
    private const int Right = 326;
    private const int Top = 30;
    private const int Bottom = 232;

    // More dots than this would be a line.
    private const int MostDots = 60;

    /// <summary>The panel.</summary>
    /// <returns>An element <c>svg</c>, with its title for readers that do not see it.</returns>
    public string ToSvg()
    {
        var training = epochs.Select(epoch => (epoch.Epoch, Value: term(epoch.Training))).ToList();
        var validation = epochs.Where(epoch => epoch.Validation is not null).Select(epoch => (epoch.Epoch, Value: term(epoch.Validation!.Value))).ToList(); // not null: filtered
        var (horizontal, vertical) = Axes([.. training, .. validation]);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"chart loss\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-labelledby=\"{id}-title\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title id=\"{id}-title\">{title} over {epochs.Count} epochs, in nats per image</title>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"{id}-frame\"><rect x=\"{Left}\" y=\"{Top}\" width=\"{Right - Left}\" height=\"{Bottom - Top}\"/></clipPath>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"name\" x=\"{Left}\" y=\"18\">{title}</text>\n");
        AppendAxes(svg, horizontal, vertical);
        double kept = horizontal.At(keptEpoch);
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"kept\" d=\"M{kept:F1} {Top}V{Bottom}\"/>\n");
        AppendLine(svg, "training", training, horizontal, vertical);
        AppendLine(svg, "validation", validation, horizontal, vertical);
        AppendLastValues(svg, training, validation, vertical);
        return svg.Append("</svg>\n").ToString();
    }

    // The first tenth of the epochs falls so far that the rest would be a flat line: it may run out of the frame.
    private (ChartAxis Horizontal, ChartAxis Vertical) Axes(List<(int Epoch, double Value)> points)
    {
        int first = epochs[0].Epoch, last = epochs[^1].Epoch, framed = first + (epochs.Count / 10);
        double[] values = [.. points.Where(point => point.Epoch >= framed).Select(point => point.Value)];
        var horizontal = first == last
            ? new ChartAxis(first - 1, last + 1, Left, Right, 1)
            : ChartAxis.Exactly(first, last, Left, Right) is { Step: < 1 } fine ? fine with { Step = 1 } : ChartAxis.Exactly(first, last, Left, Right);
        return (horizontal, ChartAxis.Around(values.Min(), values.Max(), Bottom, Top));
    }

    private static void AppendAxes(StringBuilder svg, ChartAxis horizontal, ChartAxis vertical)
    {
        foreach (double tick in vertical.Ticks())
        {
            double y = vertical.At(tick);
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{Left} {y:F1}H{Right}\"/><text class=\"tick\" x=\"{Left - 7}\" y=\"{y + 4:F1}\" text-anchor=\"end\">{vertical.Format(tick)}</text>\n");
        }

        foreach (double tick in horizontal.Ticks())
        {
            double x = horizontal.At(tick);
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"axis\" d=\"M{x:F1} {Bottom}v5\"/><text class=\"tick\" x=\"{x:F1}\" y=\"{Bottom + 18}\" text-anchor=\"middle\">{horizontal.Format(tick)}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"axis\" d=\"M{Left} {Top}V{Bottom}H{Right}\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"tick\" x=\"{(Left + Right) / 2}\" y=\"{Height - 4}\" text-anchor=\"middle\">epoch</text>\n");
    }

    private void AppendLine(StringBuilder svg, string name, List<(int Epoch, double Value)> points, ChartAxis horizontal, ChartAxis vertical)
    {
        if (points.Count == 0)
        {
            return;
        }

        svg.Append(CultureInfo.InvariantCulture, $"<g class=\"{name}\" clip-path=\"url(#{id}-frame)\"><polyline points=\"");
        svg.AppendJoin(' ', points.Select(point => FormattableString.Invariant($"{horizontal.At(point.Epoch):F1},{vertical.At(point.Value):F1}")));
        svg.Append("\"/>");
        if (points.Count <= MostDots)
        {
            foreach (var point in points)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{horizontal.At(point.Epoch):F1}\" cy=\"{vertical.At(point.Value):F1}\" r=\"2\"><title>epoch {point.Epoch}: {point.Value:F2}</title></circle>");
            }
        }

        svg.Append("</g>\n");
    }

    // Beside the ends of the lines, moved apart where they would cover each other.
    private static void AppendLastValues(
        StringBuilder svg, List<(int Epoch, double Value)> training, List<(int Epoch, double Value)> validation, ChartAxis vertical)
    {
        const double Apart = 14;
        double trainingY = vertical.At(training[^1].Value), validationY = validation.Count == 0 ? trainingY : vertical.At(validation[^1].Value);
        double overlap = Apart - Math.Abs(trainingY - validationY);
        if (validation.Count > 0 && overlap > 0)
        {
            double shift = overlap / 2 * (trainingY > validationY ? 1 : -1);
            (trainingY, validationY) = (trainingY + shift, validationY - shift);
        }

        AppendLastValue("training", training, trainingY);
        AppendLastValue("validation", validation, validationY);

        void AppendLastValue(string name, List<(int Epoch, double Value)> points, double y)
        {
            if (points.Count > 0)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<text class=\"last {name}\" x=\"{Right + 6}\" y=\"{y + 4:F1}\">{points[^1].Value:F2}</text>\n");
            }
        }
    }
}
