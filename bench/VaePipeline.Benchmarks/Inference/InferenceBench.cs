using System.Globalization;
using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;
using VaePipeline.Inference;

namespace VaePipeline.Benchmarks.Inference;

/// <summary>One model by stock <c>ApplyOnnxModel</c>, by ours, and by ONNX Runtime alone.</summary>
/// <param name="model">The model.</param>
/// <param name="settings">How long to measure.</param>
/// <param name="progress">Receives a line for each round.</param>
internal sealed class InferenceBench(BenchModel model, RunSettings settings, TextWriter progress)
{
    private static readonly int DefaultThreads = new BatchedOnnxOptions().WorkerCount;

    /// <summary>Every shape that is measured, the default among them.</summary>
    public static IReadOnlyList<RunShape> Shapes { get; } =
    [
        .. from threads in new[] { 1, 2, Environment.ProcessorCount, DefaultThreads }.Distinct().Order()
           from batchSize in new[] { 8, 16, 32, 128, 256 }
           select new RunShape(threads, batchSize),
    ];

    /// <summary>The shape that ours has without options.</summary>
    public RunShape DefaultShape { get; } = new(DefaultThreads, Pipeline.DefaultBatchSize(model));

    /// <summary>Measures everything.</summary>
    /// <returns>Tables: rows a second of all contestants; the ratios that count; memory and latency.</returns>
    public IReadOnlyList<ResultTable> Run()
    {
        var pipelines = new List<Pipeline>();
        try
        {
            pipelines.Add(Pipeline.Stock(model, 1));
            pipelines.Add(Pipeline.Stock(model, null));
            int stock = pipelines.Count;
            foreach (RunShape shape in Shapes)
            {
                pipelines.Add(Pipeline.Ours(model, shape));
            }

            RequireSameSums(pipelines);
            SpeedResults speed = MeasureSpeed(pipelines, stock);
            return [speed.ToTable(model.Name), speed.ToRatios(model.Name), MeasureCosts([.. pipelines[..stock], pipelines[stock + speed.DefaultShape]])];
        }
        finally
        {
            pipelines.ForEach(pipeline => pipeline.Dispose());
        }
    }

    // Sums in other orders differ in the last bits of each number; what differs more is not the same work.
    private static void RequireSameSums(List<Pipeline> pipelines)
    {
        double expected = pipelines[0].CheckSum();
        foreach (Pipeline pipeline in pipelines)
        {
            double sum = pipeline.CheckSum();
            if (Math.Abs(sum - expected) > 1e-5 * expected)
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture, $"{pipeline.Name}: its values sum up to {sum}; expected {expected}, as those of {pipelines[0].Name}. Run the tests."));
            }
        }
    }

    private SpeedResults MeasureSpeed(List<Pipeline> pipelines, int stock)
    {
        using var raw = new RawEngine(model);
        IEnumerable<Contestant<Throughput>> through = pipelines.Select(pipeline =>
            new Contestant<Throughput>(pipeline.Name, () => pipeline.MeasureThroughput(settings.Duration)));
        IEnumerable<Contestant<Throughput>> bare = Shapes.Select(shape =>
            new Contestant<Throughput>($"raw, {shape}", () => raw.Measure(shape, settings.Duration)));

        // Ours and raw of one shape one after the other, as their ratio is the closest.
        Series<Throughput>[] speeds = Take(
            "rows a second", [.. through.Take(stock), .. through.Skip(stock).Zip(bare).SelectMany(pair => new[] { pair.First, pair.Second })]);
        Series<Throughput>[] pairs = speeds[stock..];
        return new SpeedResults(
            speeds[..stock],
            [.. pairs.Where((_, i) => i % 2 == 0)],
            [.. pairs.Where((_, i) => i % 2 == 1)],
            Shapes.ToList().IndexOf(DefaultShape));
    }

    /// <summary>Memory and latency of stock and of ours with its defaults.</summary>
    private ResultTable MeasureCosts(Pipeline[] pipelines)
    {
        Series<double>[] bytes = Each("bytes a row", pipeline => pipeline.MeasureAllocation());
        Series<Latency>[] firstRows = Each("first row", pipeline => pipeline.MeasureFirstRow(settings.Duration));
        Series<Latency>[] predictions = Each("predictions", pipeline => pipeline.MeasurePrediction(settings.Duration));
        var table = new ResultTable($"{model.Name}: memory and latency", ["contestant", "bytes a row", "first row of Take(1), µs", "Predict, µs", "Predict, bytes"]);
        for (int i = 0; i < pipelines.Length; i++)
        {
            table.Add(
                i == pipelines.Length - 1 ? $"{pipelines[i].Name} (default)" : pipelines[i].Name,
                bytes[i].Of(sample => sample),
                firstRows[i].Of(sample => sample.Microseconds),
                predictions[i].Of(sample => sample.Microseconds),
                predictions[i].Of(sample => sample.Bytes));
        }

        Series<Latency> first = firstRows[..^1].MinBy(Median)!, predict = predictions[..^1].MinBy(Median)!; // Not null: there is stock.
        table.Add(
            "last / fastest of the others",
            null,
            Spread.OfRatios(firstRows[^1].Of(sample => sample.Microseconds), first.Of(sample => sample.Microseconds)),
            Spread.OfRatios(predictions[^1].Of(sample => sample.Microseconds), predict.Of(sample => sample.Microseconds)),
            null);
        return table;

        static double Median(Series<Latency> series) => series.Of(sample => sample.Microseconds).Median;

        Series<T>[] Each<T>(string what, Func<Pipeline, T> measure) =>
            Take(what, [.. pipelines.Select(pipeline => new Contestant<T>(pipeline.Name, () => measure(pipeline)))]);
    }

    private Series<T>[] Take<T>(string what, IReadOnlyList<Contestant<T>> contestants) =>
        Interleaving.Run($"{model.Name}, {what}", contestants, settings.Rounds, progress);
}
