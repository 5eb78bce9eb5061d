using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace VaePipeline.Benchmarks.Inference;

/// <summary>
/// ONNX Runtime alone, at its best: threads that share one session with intra-op 1, each with input and output buffers
/// of its own that are made once. Each call's input is copied from the model's rows; outputs are not read.
/// </summary>
internal sealed class RawEngine : IDisposable
{
    private const double LeadIn = 0.1;

    private readonly BenchModel _model;
    private readonly InferenceSession _session;

    public RawEngine(BenchModel model)
    {
        _model = model;
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        _session = new InferenceSession(model.File, options);
    }

    /// <summary>Runs batches on so many threads; the first tenth of the time does not count.</summary>
    public Throughput Measure(RunShape shape, TimeSpan duration)
    {
        using var allDone = new CountdownEvent(shape.Threads);
        double[] rates = new double[shape.Threads];
        long rows = 0;
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        Thread[] running = [.. Enumerable.Range(0, shape.Threads).Select(index => new Thread(() =>
        {
            (rates[index], long run) = RunBatches(index, shape.BatchSize, duration, allDone);
            Interlocked.Add(ref rows, run);
        }))];
        Array.ForEach(running, thread => thread.Start());
        Array.ForEach(running, thread => thread.Join());
        cpu = Environment.CpuUsage.TotalTime - cpu;
        return new Throughput(rates.Sum(), cpu.TotalMicroseconds / rows);
    }

    public void Dispose() => _session.Dispose();

    /// <summary>
    /// Times whole batches of one thread, then goes on untimed until all threads have: each is measured under the full load.
    /// </summary>
    private (double RowsPerSecond, long Rows) RunBatches(int index, int batchSize, TimeSpan duration, CountdownEvent allDone)
    {
        // An OrtValue pins its array until it is disposed, and so keeps it.
        float[] input = new float[batchSize * _model.Input.Length];
        using var runOptions = new RunOptions();
        using OrtValue inputValue = OrtValue.CreateTensorValueFromMemory(input, _model.Input.ShapeOf(batchSize));
        OrtValue[] outputValues = [.. _model.Outputs.Select(output => output.NewBatch(batchSize))];
        string[] inputNames = [_model.Input.Name], outputNames = _model.OutputNames;
        OrtValue[] inputValues = [inputValue];
        int from = index * batchSize % BenchModel.RowCount;
        long batches = 0;

        long RunFor(Func<bool> isOver)
        {
            long before = batches;
            do
            {
                from = from + batchSize > BenchModel.RowCount ? 0 : from;
                _model.Rows.AsSpan(from * _model.Input.Length, input.Length).CopyTo(input);
                _session.Run(runOptions, inputNames, inputValues, outputNames, outputValues);
                from += batchSize;
                batches++;
            }
            while (!isOver());

            return (batches - before) * batchSize;
        }

        try
        {
            long start = Stopwatch.GetTimestamp();
            RunFor(() => Stopwatch.GetElapsedTime(start) >= duration * LeadIn);
            start = Stopwatch.GetTimestamp();
            long rows = RunFor(() => Stopwatch.GetElapsedTime(start) >= duration);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            allDone.Signal();
            if (!allDone.IsSet)
            {
                RunFor(() => allDone.IsSet);
            }

            return (rows / seconds, batches * batchSize);
        }
        finally
        {
            Array.ForEach(outputValues, value => value.Dispose());
        }
    }
}
