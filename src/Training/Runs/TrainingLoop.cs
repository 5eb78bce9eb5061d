using System.Diagnostics;
using TorchSharp;
using VaePipeline.Contracts.Numbers;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.Data.Images;
using VaePipeline.Training.Batches;
using VaePipeline.Training.Checkpoints;
using VaePipeline.Training.Evaluation;
using VaePipeline.Training.Objective;
using VaePipeline.Training.Optimization;
using VaePipeline.Training.Options;

namespace VaePipeline.Training.Runs;

/// <summary>
/// Trains a model with AdamW (Loshchilov and Hutter 2019). The same options, data and engine give the same weights bit
/// for bit, in one go or resumed: every draw comes from a seed, and the engine's kernels add in an order that the number
/// of threads and the kind of processor decide.
/// </summary>
/// <param name="options">How; valid.</param>
/// <param name="vae">The model; stays the caller's.</param>
/// <param name="images">The training set.</param>
/// <param name="split">Which of its images train and which choose.</param>
/// <param name="progress">Hears of every step and epoch.</param>
/// <param name="record">
/// Where the run starts from and what it leaves behind; null to start at the first step and leave nothing. A checkpoint is
/// written at the start, every <see cref="TrainingOptions.CheckpointSteps"/>, after each epoch and when the run is cancelled.
/// </param>
internal sealed class TrainingLoop(
    TrainingOptions options, Vae vae, ImageSet images, TrainingSplit split, ITrainingProgress progress, RunRecord? record) : IDisposable
{
    /// <summary>Steps that a line of <c>metrics.jsonl</c> sums up.</summary>
    private const int StepsPerLine = 50;

    private readonly RunSeeds _seeds = new(options.Seed);
    private readonly TrainedParameters _parameters = new(vae, options);
    private readonly TrainingObjective _objective = new(options.FreeBits, options.ImportanceSamples);
    private readonly LearningRateSchedule _schedule = ScheduleOf(options, StepsPerEpoch(options, split));
    private readonly Generator _noise = new();
    private readonly List<EpochReport> _reports = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly double _secondsBefore = record?.Start?.State.Seconds ?? 0;
    private RunState _state = record?.Start?.State ?? new RunState { StepsPerEpoch = StepsPerEpoch(options, split) };
    private IReadOnlyList<NamedTensor>? _best;

    /// <summary>
    /// Trains until the last epoch. The model then has the weights of the epoch with the lowest negative ELBO on the
    /// held-out images, or of the last epoch if none are held out.
    /// </summary>
    /// <param name="cancellationToken">Looked at between steps.</param>
    /// <exception cref="TrainingDivergedException">The loss or a weight is no longer finite; the checkpoints are from before.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the weights are those of the last step.</exception>
    /// <exception cref="IOException">The disk is full or failed; the earlier checkpoints are whole.</exception>
    public TrainingReport Run(CancellationToken cancellationToken)
    {
        set_num_threads(options.Threads);
        vae.train();
        if (record?.Start is { } start)
        {
            _parameters.Restore(start.Tensors, start.State.Step, record.LastCheckpoint!); // not null: it is what was read
            _best = record.ReadBest()?.Measured;
            _reports.AddRange(record.Epochs);
            _reports.ForEach(progress.OnEpoch);
        }
        else
        {
            Save();
        }

        while (_state.Step < _schedule.Steps)
        {
            int epoch = (int)(_state.Step / _state.StepsPerEpoch) + 1;
            double imagesPerSecond = TrainEpoch(epoch, cancellationToken);
            EndEpoch(epoch, imagesPerSecond);
        }

        if (_best is null)
        {
            _parameters.SwapMeasured();
        }
        else
        {
            VaeWeights.Restore(vae, _best, "the best epoch's weights");
        }

        int keptEpoch = _best is null ? options.Epochs : (int)(_state.BestStep / _state.StepsPerEpoch);
        return new TrainingReport(_reports, keptEpoch, _schedule.Steps, TimeSpan.FromSeconds(_state.Seconds));
    }

    public void Dispose()
    {
        _parameters.Dispose();
        _noise.Dispose();
    }

    /// <summary>Goes from where the run stands to the end of the epoch.</summary>
    /// <returns>Images per second.</returns>
    private double TrainEpoch(int epoch, CancellationToken cancellationToken)
    {
        // A fresh order that follows from seed and epoch alone.
        int[] order = [.. split.Training];
        new SeededRandom(_seeds.Order, epoch).Shuffle(order);
        long first = _state.StepsPerEpoch * (epoch - 1), end = first + _state.StepsPerEpoch;
        using var batches = new BatchStream(
            images, order, options.BatchSize, new InputNoise(options.BinarizeInput, options.ShiftInput), _seeds.InputNoise, first, (int)(_state.Step - first));
        long done = 0;
        double imagesPerSecond = 0;
        var clock = Stopwatch.StartNew();
        while (_state.Step < end)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                Save();
                cancellationToken.ThrowIfCancellationRequested();
            }

            using var batch = batches.Next()!; // not null: images are left
            double rate = _schedule.RateAt(_state.Step);
            var terms = Step(batch, epoch, rate);
            _state = _state with
            {
                Step = _state.Step + 1,
                Epoch = _state.Epoch.Plus(terms, batch.Count),
                Window = _state.Window.Plus(terms, batch.Count),
            };
            done += batch.Count;
            imagesPerSecond = done / clock.Elapsed.TotalSeconds;
            progress.OnStep(new StepReport(epoch, _state.Step, _schedule.Steps, _state.Epoch.Mean(), imagesPerSecond));
            if (_state.Step % StepsPerLine == 0)
            {
                _state = _state with { Seconds = Seconds() };
                record?.AddSteps(_state, epoch, rate, imagesPerSecond);
                _state = _state with { Window = default };
            }

            if (_state.Step % options.CheckpointSteps == 0 && _state.Step < end)
            {
                Save();
            }
        }

        return imagesPerSecond;
    }

    /// <summary>Changes the weights once.</summary>
    /// <returns>Both terms of the plain ELBO on the batch, before the change.</returns>
    private ElboTerms Step(TrainingBatch batch, int epoch, double rate)
    {
        using var scope = NewDisposeScope();
        long step = _state.Step;
        _noise.manual_seed((long)RunSeeds.OfStep(_seeds.TrainingNoise, step));
        var eps = randn([options.ImportanceSamples, batch.Count, vae.LatentSize], generator: _noise);
        double klWeight = options.Beta * Math.Min(1, (step + 1) / Math.Max(1, options.KlWarmUpEpochs * _state.StepsPerEpoch));
        var (loss, reconstruction, klDivergence) = _objective.Compute(vae, batch.Input, batch.Target, eps, klWeight);
        _parameters.ClearGradients();
        loss.backward();
        if (options.ClipNorm > 0)
        {
            nn.utils.clip_grad_norm_(vae.parameters(), options.ClipNorm);
        }

        _parameters.Step(rate);
        var terms = new ElboTerms(reconstruction.ToDouble(), klDivergence.ToDouble());
        double value = loss.ToDouble();
        if (!double.IsFinite(value) || !double.IsFinite(terms.NegativeElbo))
        {
            throw Diverged(step + 1, epoch, Invariant($"the loss is {value}; expected a finite number"));
        }

        _parameters.UpdateAverage(step);
        return terms;
    }

    private void EndEpoch(int epoch, double imagesPerSecond)
    {
        // What is measured, kept and exported is the average, if there is one. To the end, also after Ctrl-C: a
        // checkpoint stands between two steps, and never between an epoch and its validation.
        _parameters.SwapMeasured();
        ElboTerms? validation = split.Validation.Length == 0
            ? null
            : ElboEvaluator.Evaluate(vae, images, split.Validation, _seeds.EvaluationNoise, CancellationToken.None);
        bool isBest = validation?.NegativeElbo < (_state.BestNegativeElbo ?? double.PositiveInfinity);
        if (isBest)
        {
            _best = VaeWeights.Capture(vae);
            _state = _state with { BestStep = _state.Step, BestNegativeElbo = validation?.NegativeElbo };
        }

        _parameters.SwapMeasured();
        var report = new EpochReport(epoch, options.Epochs, _state.Epoch.Mean(), validation, isBest, imagesPerSecond);
        _state = _state with { Epoch = default, Seconds = Seconds() };
        _reports.Add(report);
        record?.AddEpoch(_state, report);
        Save();
        progress.OnEpoch(report);
    }

    private void Save()
    {
        if (record is null)
        {
            return;
        }

        var tensors = _parameters.Capture();
        if (tensors.FindNotFinite() is { } name)
        {
            // The loss of the next step would tell; but then the last checkpoint would be no good.
            long step = Math.Max(_state.Step, 1);
            throw Diverged(step, (int)((step - 1) / _state.StepsPerEpoch) + 1, $"a value in tensor \"{name}\" is not finite; expected finite numbers");
        }

        _state = _state with { Seconds = Seconds() };
        record.Save(_state, tensors);
    }

    // The last batch of an epoch may be short.
    private static long StepsPerEpoch(TrainingOptions options, TrainingSplit split) =>
        (split.Training.Length + options.BatchSize - 1) / options.BatchSize;

    private static LearningRateSchedule ScheduleOf(TrainingOptions options, long stepsPerEpoch)
    {
        long steps = stepsPerEpoch * options.Epochs;
        return new LearningRateSchedule(options.LearningRate, Math.Min(options.WarmUpSteps, steps / 2), steps);
    }

    private double Seconds() => _secondsBefore + _clock.Elapsed.TotalSeconds;

    private TrainingDivergedException Diverged(long step, int epoch, string what)
    {
        string last = record?.LastCheckpoint is { } path
            ? $" The last good checkpoint is {path}: a new run can begin with its weights by --init-from."
            : "";
        return new TrainingDivergedException(Invariant($"step {step} (epoch {epoch}): {what}. Lower --learning-rate (it was {options.LearningRate}).{last}"));
    }
}

/// <summary>The loss became infinite or not a number; the message names the step.</summary>
internal sealed class TrainingDivergedException(string message) : InvalidOperationException(message);
