using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;
using VaePipeline.Benchmarks.Running;
using VaePipeline.Inference;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Benchmarks.Inference;

/// <summary>A model as a fitted step of an ML.NET pipeline: stock or ours.</summary>
internal sealed class Pipeline : IDisposable
{
    private const int ShortPass = 512;
    private const int LongPass = 2560;
    private const double LeadIn = 0.1;

    private readonly MLContext _context;
    private readonly BenchModel _model;
    private readonly ITransformer _transformer;
    private readonly int _period;

    private Pipeline(string name, MLContext context, BenchModel model, IEstimator<ITransformer> estimator, int period)
    {
        Name = name;
        _context = context;
        _model = model;
        _transformer = estimator.Fit(new RowsView(model));
        _period = period;
    }

    /// <summary>What tables call it.</summary>
    public string Name { get; }

    /// <summary>ML.NET's own <c>ApplyOnnxModel</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="intraOpThreads">Threads inside an operator; <c>null</c> for the engine's default.</param>
    public static Pipeline Stock(BenchModel model, int? intraOpThreads)
    {
        // Its threads hand rows on in blocks of 64.
        int period = 64 * Math.Max(2, Environment.ProcessorCount - 1);
        var context = new MLContext();
        var options = new OnnxOptions
        {
            ModelFile = model.File,
            InputColumns = [model.Input.Name],
            OutputColumns = model.OutputNames,
            IntraOpNumThreads = intraOpThreads,
        };
        string threads = intraOpThreads?.ToString(CultureInfo.InvariantCulture) ?? "default";
        return new Pipeline($"stock, intra-op {threads}", context, model, context.Transforms.ApplyOnnxModel(options), period);
    }

    /// <summary>Our <c>ApplyOnnxModelBatched</c>.</summary>
    public static Pipeline Ours(BenchModel model, RunShape shape)
    {
        var context = new MLContext();
        var options = new BatchedOnnxOptions { Workers = shape.Threads, BatchSize = shape.BatchSize };
        return new Pipeline(
            $"ours, {shape}",
            context,
            model,
            context.Transforms.ApplyOnnxModelBatched(model.OutputNames, [model.Input.Name], model.File, options),
            shape.Threads * shape.BatchSize);
    }

    /// <summary>The batch size that ours has without options.</summary>
    public static int DefaultBatchSize(BenchModel model)
    {
        using BatchedOnnxTransformer transformer = new MLContext().Transforms
            .ApplyOnnxModelBatched(model.OutputNames, [model.Input.Name], model.File).Fit(new RowsView(model));
        return transformer.BatchSize;
    }

    /// <summary>A sum over the first rows' values, by which pipelines can be told apart that do not compute the same.</summary>
    public double CheckSum() => ReadAll(ShortPass);

    /// <summary>Reads endless rows with one cursor; the first tenth of the time does not count.</summary>
    public Throughput MeasureThroughput(TimeSpan duration)
    {
        using var reader = new OutputReader(_transformer.Transform(new RowsView(_model)), _model.OutputNames);
        ReadFor(reader, duration * LeadIn);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        long rows = ReadFor(reader, duration);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        return new Throughput(rows / seconds, cpu.TotalMicroseconds / rows);
    }

    /// <summary>
    /// Managed bytes that the process allocates for one more row: what a long pass allocates more than a short one.
    /// </summary>
    public double MeasureAllocation()
    {
        long first = GC.GetTotalAllocatedBytes(precise: true);
        ReadAll(ShortPass);
        long second = GC.GetTotalAllocatedBytes(precise: true);
        ReadAll(LongPass);
        long third = GC.GetTotalAllocatedBytes(precise: true);
        return (double)((third - second) - (second - first)) / (LongPass - ShortPass);
    }

    /// <summary>From a fitted transformer to the values of the one row of <c>Take(1)</c>.</summary>
    public Latency MeasureFirstRow(TimeSpan duration)
    {
        IDataView view = _context.Data.TakeRows(_transformer.Transform(new RowsView(_model)), 1);
        return Latency.Measure(
            () =>
            {
                var reader = new OutputReader(view, _model.OutputNames);
                reader.Read(1);
                return reader;
            },
            static reader => reader.Dispose(),
            duration);
    }

    /// <summary>One call of a <c>PredictionEngine</c>.</summary>
    public Latency MeasurePrediction(TimeSpan duration)
    {
        using PredictionEngine<NumberRow, NumberRow> engine = _context.Model.CreatePredictionEngine<NumberRow, NumberRow>(_transformer, new PredictionEngineOptions
        {
            InputSchemaDefinition = NumberRow.Definition(_model.Input),
            OutputSchemaDefinition = NumberRow.Definition(_model.Outputs[0]),
            OwnsTransformer = false,
        });
        var row = new NumberRow { Values = _model.Rows[.._model.Input.Length] };
        return Latency.Measure(() => engine.Predict(row), static _ => { }, duration);
    }

    public void Dispose() => (_transformer as IDisposable)?.Dispose();

    /// <summary>
    /// Reads until the time is up, in whole periods: rows come in bursts, as batches are done, and a time that begins and
    /// ends at the same point of the burst is right however few there are.
    /// </summary>
    private long ReadFor(OutputReader reader, TimeSpan duration)
    {
        long rows = 0;
        long start = Stopwatch.GetTimestamp();
        do
        {
            reader.Read(_period);
            rows += _period;
        }
        while (Stopwatch.GetElapsedTime(start) < duration);

        return rows;
    }

    private double ReadAll(int rows)
    {
        using var reader = new OutputReader(_transformer.Transform(new RowsView(_model, rows)), _model.OutputNames);
        if (!reader.Read(rows) || reader.Read(1))
        {
            throw new InvalidOperationException($"{Name}: not as many rows as went in.");
        }

        return reader.Sum;
    }
}
