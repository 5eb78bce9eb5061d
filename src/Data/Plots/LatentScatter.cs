namespace VaePipeline.Data.Plots;

/// <summary>
/// Where an encoder puts images, coloured by label: two latents as a plane; of more, the two whose means vary most; one
/// latent along a line, a row for each label.
/// </summary>
internal static class LatentScatter
{
    // More names amid the points would cover them.
    private const int MostNames = 20;

    /// <summary>The plot.</summary>
    /// <param name="note">What is drawn, in a sentence.</param>
    /// <param name="means">μ of q(z|x), [N, L].</param>
    /// <param name="variances">Variance of each latent's mean over all images, [L].</param>
    /// <param name="labels">Of each image its place among <paramref name="names"/>; null if images have no labels.</param>
    /// <param name="names">What the labels are called.</param>
    public static Plot Draw(string note, float[] means, IReadOnlyList<double> variances, int[]? labels, IReadOnlyList<string> names)
    {
        int latentSize = variances.Count, count = means.Length / latentSize;
        int[] widest = [.. Enumerable.Range(0, latentSize).OrderByDescending(latent => latentSize > 2 ? variances[latent] : 0).Take(2)];
        bool isPlane = widest.Length > 1;
        PlotPoint[] points = [.. Enumerable.Range(0, count).Select(image => new PlotPoint(Mean(image, 0), isPlane ? Mean(image, 1) : Row(image)))];
        return new Plot
        {
            Id = "scatter",
            Title = labels is null ? "Posterior means" : "Posterior means by label",
            Note = note,
            Horizontal = Around(0, points.Select(point => point.X)),
            Vertical = isPlane ? Around(1, points.Select(point => point.Y))
                : labels is null ? PlotAxis.None : PlotAxis.OfNames("label", names),
            Series = [.. Enumerable.Range(0, count).GroupBy(image => labels?[image] ?? 0).OrderBy(group => group.Key).Select(Series)],
        };

        double Mean(int image, int axis) => means[(image * latentSize) + widest[axis]];

        // The golden ratio spreads the images of a label over their row.
        double Row(int image) => (labels?[image] ?? 0) + (image * 0.61803398874989485 % 1 * 0.7) - 0.35;

        PlotAxis Around(int axis, IEnumerable<double> values)
        {
            string rank = latentSize <= 2 ? "" : Invariant($", {(axis == 0 ? "greatest" : "second greatest")} variance of {latentSize} latents");
            return PlotAxis.Around(Invariant($"mean of z[{widest[axis]}]{rank}"), values.DefaultIfEmpty().Min(), values.DefaultIfEmpty().Max(), ticks: 7);
        }

        PlotSeries Series(IGrouping<int, int> images) => new(
            labels is null ? "" : names[images.Key],
            PlotColors.Of(images.Key, Math.Max(1, names.Count)),
            [.. images.Select(image => points[image])])
        {
            IsNamed = isPlane && labels is not null && names.Count <= MostNames,
        };
    }
}
