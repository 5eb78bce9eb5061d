using System.Globalization;
using VaePipeline.Benchmarks.Inference;
using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks.Export;

/// <summary>The speeds of the forms of one decoder.</summary>
/// <param name="Peak">GFLOP/s of one core at its peak, measured before our file's batches of that size.</param>
/// <param name="Files">Our file and torch.onnx.export's in ONNX Runtime.</param>
/// <param name="Eager">Images a second of PyTorch by batch size: contiguous, channels_last.</param>
/// <param name="Needed">Multiply-adds of one image by the network's own layers.</param>
/// <param name="Executed">Multiply-adds of one image by the operators of our file.</param>
internal sealed record ExportResults(
    IReadOnlyDictionary<int, Spread> Peak,
    IReadOnlyDictionary<RunShape, (Series<Throughput> Ours, Series<Throughput> Theirs)> Files,
    IReadOnlyDictionary<int, (Spread Contiguous, Spread ChannelsLast)> Eager,
    long Needed,
    long Executed)
{
    private const string Theirs = "torch.onnx.export";

    /// <summary>Ours against torch.onnx.export, in the same ONNX Runtime.</summary>
    public ResultTable ToRatios()
    {
        var table = new ResultTable(
            $"ours / {Theirs}", ["callers x batch", "ours, images/s", $"{Theirs}, images/s", "ratio", "ours, CPU µs an image", "ratio by CPU time"]);
        foreach ((RunShape shape, (Series<Throughput> ours, Series<Throughput> theirs)) in Files)
        {
            Spread ourCpu = ours.Of(sample => sample.CpuMicroseconds), theirCpu = theirs.Of(sample => sample.CpuMicroseconds);
            table.Add(
                shape.ToString(), Speed(ours), Speed(theirs), Spread.OfRatios(Speed(ours), Speed(theirs)), ourCpu, Spread.OfRatios(theirCpu, ourCpu));
        }

        return table;
    }

    /// <summary>The share of the core's peak.</summary>
    public ResultTable ToShares()
    {
        var table = new ResultTable(
            string.Create(CultureInfo.InvariantCulture, $"share of one core's peak; multiply-adds an image: {Needed:N0} needed, {Executed:N0} executed by ours"),
            ["batch, one caller", "peak, GFLOP/s", "ours, needed work", "ours, executed work", $"{Theirs}, needed work"]);
        foreach ((RunShape shape, (Series<Throughput> ours, Series<Throughput> theirs)) in Files.Where(file => file.Key.Threads == 1))
        {
            Spread peak = Peak[shape.BatchSize];
            table.Add(Text(shape.BatchSize), peak, Share(ours, Needed, peak), Share(ours, Executed, peak), Share(theirs, Needed, peak));
        }

        return table;

        static Spread Share(Series<Throughput> series, long multiplyAdds, Spread peak) =>
            Spread.OfRatios(series.Of(sample => sample.RowsPerSecond * 2e-9 * multiplyAdds), peak);
    }

    /// <summary>Ours against PyTorch's eager mode, one thread each.</summary>
    public ResultTable ToEager()
    {
        var table = new ResultTable(
            "ours / PyTorch's eager mode, one thread", ["batch", "PyTorch contiguous, images/s", "PyTorch channels_last, images/s", "ours / the faster layout"]);
        foreach ((int batchSize, (Spread contiguous, Spread channelsLast)) in Eager)
        {
            Spread faster = contiguous.Median > channelsLast.Median ? contiguous : channelsLast;
            table.Add(
                Text(batchSize),
                contiguous,
                channelsLast,
                Files.TryGetValue(new RunShape(1, batchSize), out (Series<Throughput> Ours, Series<Throughput> Theirs) files) ? Spread.OfRatios(Speed(files.Ours), faster) : null);
        }

        (string name, Spread fastest) = Eager
            .SelectMany(pair => new[] { ($"contiguous at {Text(pair.Key)}", pair.Value.Contiguous), ($"channels_last at {Text(pair.Key)}", pair.Value.ChannelsLast) })
            .MaxBy(candidate => candidate.Item2.Median);
        Series<Throughput> standard = Files[new RunShape(1, ExportBench.DefaultBatchSize)].Ours;
        table.Add($"ours at {Text(ExportBench.DefaultBatchSize)} / its fastest ({name})", null, null, Spread.OfRatios(Speed(standard), fastest));
        return table;
    }

    /// <summary>Other forms of our file against the standard one and torch.onnx.export's.</summary>
    public ResultTable ToVariants(IReadOnlyList<(string Name, RunShape Shape, Series<Throughput> Series)> variants)
    {
        var table = new ResultTable(
            "other exports of the same weights", ["export, callers x batch", "images/s", "/ ours", $"/ {Theirs}"]);
        foreach ((string name, RunShape shape, Series<Throughput> series) in variants)
        {
            (Series<Throughput> ours, Series<Throughput> theirs) = Files[shape];
            table.Add($"{name}, {shape}", Speed(series), Spread.OfRatios(Speed(series), Speed(ours)), Spread.OfRatios(Speed(series), Speed(theirs)));
        }

        return table;
    }

    private static Spread Speed(Series<Throughput> series) => series.Of(sample => sample.RowsPerSecond);

    private static string Text(int batchSize) => batchSize.ToString(CultureInfo.InvariantCulture);
}
