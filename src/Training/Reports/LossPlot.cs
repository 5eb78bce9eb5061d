using VaePipeline.Data.Plots;
using VaePipeline.Training.Objective;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Reports;

/// <summary>One loss over the epochs: a line for the training images and one for the held-out ones.</summary>
internal static class LossPlot
{
    /// <summary>The plot.</summary>
    /// <param name="title">What is drawn, as <c>KL divergence</c>.</param>
    /// <param name="id">A name of its own on the page.</param>
    /// <param name="epochs">The run, at least one epoch.</param>
    /// <param name="keptEpoch">The epoch whose weights were kept.</param>
    /// <param name="term">The loss, of an epoch's terms.</param>
    public static Plot Draw(string title, string id, IReadOnlyList<EpochReport> epochs, int keptEpoch, Func<ElboTerms, double> term)
    {
        PlotPoint[] training = [.. epochs.Select(epoch => new PlotPoint(epoch.Epoch, term(epoch.Training)))];
        PlotPoint[] validation = [.. epochs.Where(epoch => epoch.Validation is not null).Select(epoch => new PlotPoint(epoch.Epoch, term(epoch.Validation!.Value)))]; // not null: filtered
        PlotSeries[] lines =
        [
            new("training", "var(--training)", training) { IsLine = true },
            new("validation", "var(--validation)", validation) { IsLine = true, Dashes = "7 3" },
        ];

        // The first tenth of the epochs falls so far that the rest would be a flat line: it may run out of the frame.
        int first = epochs[0].Epoch, framed = first + (epochs.Count / 10);
        double[] values = [.. training.Concat(validation).Where(point => point.X >= framed).Select(point => point.Y)];
        return new Plot
        {
            Id = id,
            Title = title,
            Horizontal = PlotAxis.OfIntegers("epoch", first, epochs[^1].Epoch),
            Vertical = PlotAxis.Around("nats per image", values.Min(), values.Max()),
            Series = [.. lines.Where(line => line.Points.Count > 0)],
            Marker = new PlotMarker(Invariant($"epoch {keptEpoch}, kept"), keptEpoch),
            FrameWidth = 280,
            FrameHeight = 200,
        };
    }
}
