using System.Diagnostics;
using TorchSharp;
using VaePipeline.Data.Images;
using VaePipeline.Training.Batches;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Options;
using VaePipeline.Training.Runs;

namespace VaePipeline.Benchmarks.TrainingSpeed;

/// <summary>
/// The training loop itself, on a thread of its own, as <c>vae train</c> runs it. It rests in the report of a step until it is
/// asked to go on.
/// </summary>
internal sealed class OurTrainer : ITrainingProgress, IDisposable
{
    private const double Mebi = 1024 * 1024;

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _go = new(0), _rested = new(0);
    private readonly Thread _thread;
    private Func<bool> _isEnough = () => true;
    private Action<StepReport> _onStep = _ => { };
    private Exception? _failure;

    /// <summary>Starts it, and waits for its first step.</summary>
    /// <param name="options">How to train; the number of epochs has to outlast the benchmark.</param>
    /// <param name="images">A multiple of the batch size, so that every step has as many.</param>
    public OurTrainer(TrainingOptions options, ImageSet images)
    {
        Options = options;
        _thread = new Thread(() =>
        {
            try
            {
                using var vae = VaeNetworks.Create(options.ToNetwork(), images.Shape, options.Seed);
                using var loop = new TrainingLoop(options, vae, images, TrainingSplit.Create(images.Count, 0, options.Seed), this, record: null);
                loop.Run(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                // The benchmark is over.
            }
#pragma warning disable CA1031 // Passed on to the thread that waits.
            catch (Exception exception)
            {
                _failure = exception;
                _rested.Release();
            }
#pragma warning restore CA1031
        });
        _thread.Start();
        Wait();
    }

    /// <summary>How it trains.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Trains for so long, after a lead-in.</summary>
    public StepSample Measure(TimeSpan duration)
    {
        Run(duration / 5, _ => { });
        using var process = Process.GetCurrentProcess();
        long start = Stopwatch.GetTimestamp();
        double cpu = process.TotalProcessorTime.TotalMilliseconds;
        int steps = 0;
        Run(duration, _ => steps++);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        return new StepSample(steps * Options.BatchSize / seconds, (process.TotalProcessorTime.TotalMilliseconds - cpu) / steps);
    }

    /// <summary>
    /// Trains until the next epoch has passed, and looks after each of its steps: tensors that the trainer's thread holds,
    /// and the process's memory in MiB, and how much of that .NET's objects have, garbage included.
    /// </summary>
    /// <param name="steps">Steps of an epoch.</param>
    public IReadOnlyList<(long Tensors, double Megabytes, double Managed)> Watch(int steps)
    {
        var seen = new List<(long, double, double)>();
        int? from = null;
        _isEnough = () => seen.Count == steps;
        _onStep = report =>
        {
            from ??= report.Epoch;
            if (report.Epoch > from)
            {
                seen.Add((DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount, Environment.WorkingSet / Mebi, GC.GetTotalMemory(forceFullCollection: false) / Mebi));
            }
        };
        _go.Release();
        Wait();
        return seen;
    }

    public void OnStep(in StepReport report)
    {
        _onStep(report);
        if (_isEnough())
        {
            _rested.Release();
            _go.Wait(_stop.Token);
        }
    }

    public void OnEpoch(EpochReport report)
    {
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _stop.Dispose();
        _go.Dispose();
        _rested.Dispose();
    }

    private void Run(TimeSpan duration, Action<StepReport> onStep)
    {
        long start = Stopwatch.GetTimestamp();
        _isEnough = () => Stopwatch.GetElapsedTime(start) >= duration;
        _onStep = onStep;
        _go.Release();
        Wait();
    }

    private void Wait()
    {
        _rested.Wait();
        if (_failure is not null)
        {
            throw new InvalidOperationException("the trainer failed: " + _failure.Message, _failure);
        }
    }
}
