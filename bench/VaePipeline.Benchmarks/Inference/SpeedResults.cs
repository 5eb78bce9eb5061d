using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks.Inference;

/// <summary>The speeds of one model's contestants.</summary>
/// <param name="Stock">Stock, by thread setting.</param>
/// <param name="Ours">Ours, by shape.</param>
/// <param name="Raw">The raw engine, by the same shapes.</param>
/// <param name="DefaultShape">Which of ours has the default options.</param>
internal sealed record SpeedResults(
    IReadOnlyList<Series<Throughput>> Stock, IReadOnlyList<Series<Throughput>> Ours, IReadOnlyList<Series<Throughput>> Raw, int DefaultShape)
{
    /// <summary>Every contestant; of ours, also its speed as part of the raw engine's of the same shape.</summary>
    public ResultTable ToTable(string model)
    {
        var table = new ResultTable($"{model}: rows a second", ["contestant (threads x batch)", "rows/s", "CPU µs a row", "of raw"]);
        foreach (Series<Throughput> series in Stock.Concat(Ours).Concat(Raw))
        {
            int shape = Ours.ToList().IndexOf(series);
            table.Add(
                shape == DefaultShape ? $"{series.Name} (default)" : series.Name,
                series.Of(sample => sample.RowsPerSecond),
                series.Of(sample => sample.CpuMicroseconds),
                shape < 0 ? null : BySpeed(series, Raw[shape]));
        }

        return table;
    }

    /// <summary>The ratios that count: above 1 where the first is faster, or needs less CPU time.</summary>
    public ResultTable ToRatios(string model)
    {
        Series<Throughput> stock = Best(Stock), ours = Best(Ours), raw = Best(Raw);
        Series<Throughput> standard = Ours[DefaultShape];
        var table = new ResultTable($"{model}: ratios", ["ratio", "rows/s", "rows a CPU second"]);
        Add($"default ({standard.Name}) / best stock ({stock.Name})", standard, stock);
        Add($"best ({ours.Name}) / best stock ({stock.Name})", ours, stock);
        Add($"default ({standard.Name}) / same raw", standard, Raw[DefaultShape]);
        Add($"best ({ours.Name}) / same raw", ours, Raw[Ours.ToList().IndexOf(ours)]);
        Add($"best ({ours.Name}) / best raw ({raw.Name})", ours, raw);
        return table;

        void Add(string name, Series<Throughput> numerator, Series<Throughput> denominator) =>
            table.Add(name, BySpeed(numerator, denominator), ByCpu(numerator, denominator));
    }

    private static Series<Throughput> Best(IEnumerable<Series<Throughput>> series) =>
        // Not null: there is one series at least.
        series.MaxBy(one => one.Of(sample => sample.RowsPerSecond).Median)!;

    private static Spread BySpeed(Series<Throughput> numerator, Series<Throughput> denominator) =>
        Spread.OfRatios(numerator.Of(sample => sample.RowsPerSecond), denominator.Of(sample => sample.RowsPerSecond));

    private static Spread ByCpu(Series<Throughput> numerator, Series<Throughput> denominator) =>
        Spread.OfRatios(denominator.Of(sample => sample.CpuMicroseconds), numerator.Of(sample => sample.CpuMicroseconds));
}
