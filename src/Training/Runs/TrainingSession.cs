using System.Diagnostics;
using TorchSharp;
using VaePipeline.Contracts.Numbers;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.Data.Images;
using VaePipeline.Training.Batches;
using VaePipeline.Training.Checkpoints;
using VaePipeline.Training.Evaluation;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Objective;
using VaePipeline.Training.Optimization;
using VaePipeline.Training.Options;
using static TorchSharp.torch;

namespace VaePipeline.Training.Runs;

/// <summary>
/// One call of <see cref="Trainer.Train(Vae, ImageSet, TrainingSplit, ITrainingProgress, RunRecord?, CancellationToken)"/>:
/// from the first step, or from a checkpoint, to the last one.
/// </summary>
internal sealed class TrainingSession : IDisposable
{
    /// <summary>Steps that a line of <c>metrics.jsonl</c> sums up.</summary>
    public const int StepsPerLine = 50;

    private readonly TrainingOptions _options;
    private readonly RunSeeds _seeds;
    private readonly Vae _vae;
    private readonly ImageSet _images;
    private readonly TrainingSplit _split;
    private readonly ITrainingProgress _progress;
    private readonly RunRecord? _record;
    private readonly TrainedParameters _parameters;
    private readonly Generator _noise = new();
    private readonly LearningRateSchedule _schedule;
    private readonly List<EpochReport> _reports = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly double _secondsBefore;
    private IReadOnlyList<NamedTensor>? _best;
    private RunState _state;

    public TrainingSession(
        TrainingOptions options, Vae vae, ImageSet images, TrainingSplit split, ITrainingProgress progress, RunRecord? record)
    {
        _options = options;
        _seeds = new RunSeeds(options.Seed);
        _vae = vae;
        _images = images;
        _split = split;
        _progress = progress;
        _record = record;
        _parameters = new TrainedParameters(vae, options);
        long stepsPerEpoch = (split.Training.Length + options.BatchSize - 1) / options.BatchSize;
        long steps = stepsPerEpoch * options.Epochs;
        _schedule = new LearningRateSchedule(options.LearningRate, Math.Min(options.WarmUpSteps, steps / 2), steps);
        _state = record?.Start?.State ?? new RunState { StepsPerEpoch = stepsPerEpoch };
        _secondsBefore = _state.Seconds;
    }

    /// <summary>Trains until the last epoch, and gives the network the weights that are kept.</summary>
    public TrainingReport Run(CancellationToken cancellationToken)
    {
        _vae.train();
        if (_record?.Start is { } start)
        {
            _parameters.Restore(start.Tensors, start.State.Step, _record.LastCheckpoint!); // not null: it is what was read
            _best = _record.ReadBest()?.Measured;
            foreach (var report in _record.Epochs)
            {
                _reports.Add(report);
                _progress.OnEpoch(report);
            }
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
            VaeWeights.Restore(_vae, _best, "the best epoch's weights");
        }

        int keptEpoch = _best is null ? _options.Epochs : (int)(_state.BestStep / _state.StepsPerEpoch);
        return new TrainingReport(_reports, keptEpoch, _schedule.Steps, TimeSpan.FromSeconds(_state.Seconds));
    }

    public void Dispose()
    {
        _parameters.Dispose();
        _noise.Dispose();
    }

    /// <summary>Goes from where the run stands to the end of the epoch.</summary>
    /// <returns>Images a second.</returns>
    private double TrainEpoch(int epoch, CancellationToken cancellationToken)
    {
        // A fresh order that follows from seed and epoch alone.
        int[] order = [.. _split.Training];
        new SeededRandom(_seeds.Order, epoch).Shuffle(order);
        long first = _state.StepsPerEpoch * (epoch - 1), end = first + _state.StepsPerEpoch;
        using var batches = new BatchStream(
            _images, order, _options.BatchSize, new InputNoise(_options.BinarizeInput, _options.ShiftInput), _seeds.InputNoise, first, (int)(_state.Step - first));
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
            var terms = Step(batch, epoch);
            _state = _state with
            {
                Step = _state.Step + 1,
                Epoch = _state.Epoch.Plus(terms, batch.Count),
                Window = _state.Window.Plus(terms, batch.Count),
            };
            done += batch.Count;
            imagesPerSecond = done / clock.Elapsed.TotalSeconds;
            Note(epoch, imagesPerSecond);
            if (_state.Step % _options.CheckpointSteps == 0 && _state.Step < end)
            {
                Save();
            }
        }

        return imagesPerSecond;
    }

    private void EndEpoch(int epoch, double imagesPerSecond)
    {
        // What is measured, kept and exported is the average, where there is one. To the end, also after Ctrl-C: a
        // checkpoint stands between two steps, and never between an epoch and its validation.
        _parameters.SwapMeasured();
        ElboTerms? validation = _split.Validation.Length == 0
            ? null
            : ElboEvaluator.Evaluate(_vae, _images, _split.Validation, _seeds.EvaluationNoise, CancellationToken.None);
        bool isBest = validation?.NegativeElbo < (_state.BestNegativeElbo ?? double.PositiveInfinity);
        if (isBest)
        {
            _best = VaeWeights.Capture(_vae);
            _state = _state with { BestStep = _state.Step, BestNegativeElbo = validation?.NegativeElbo };
        }

        _parameters.SwapMeasured();
        var report = new EpochReport(epoch, _options.Epochs, _state.Epoch.Mean(), validation, isBest, imagesPerSecond);
        _state = _state with { Epoch = default, Seconds = Seconds() };
        _reports.Add(report);
        _record?.AddEpoch(_state, report);
        Save();
        _progress.OnEpoch(report);
    }

    private ElboTerms Step(TrainingBatch batch, int epoch)
    {
        using var scope = NewDisposeScope();
        long step = _state.Step;
        _noise.manual_seed((long)RunSeeds.OfStep(_seeds.TrainingNoise, step));
        var eps = randn([_options.ImportanceSamples, batch.Count, _vae.LatentSize], generator: _noise);
        var (loss, reconstruction, klDivergence) = new TrainingObjective(_options.FreeBits, _options.ImportanceSamples)
            .Compute(_vae, batch.Input, batch.Target, eps, KlWeight(step));
        _parameters.ClearGradients();
        loss.backward();
        if (_options.ClipNorm > 0)
        {
            nn.utils.clip_grad_norm_(_vae.parameters(), _options.ClipNorm);
        }

        _parameters.Step(_schedule.RateAt(step));
        var terms = new ElboTerms(reconstruction.ToDouble(), klDivergence.ToDouble());
        double value = loss.ToDouble();
        if (!double.IsFinite(value) || !double.IsFinite(terms.NegativeElbo))
        {
            throw Diverged(step + 1, epoch, FormattableString.Invariant($"the loss is {value}; expected a finite number"));
        }

        _parameters.UpdateAverage(step);
        return terms;
    }

    private double KlWeight(long step) =>
        _options.Beta * Math.Min(1, (step + 1) / Math.Max(1, _options.KlWarmUpEpochs * _state.StepsPerEpoch));

    private void Note(int epoch, double imagesPerSecond)
    {
        _progress.OnStep(new StepReport(epoch, _state.Step, _schedule.Steps, _state.Epoch.Mean(), imagesPerSecond));
        if (_state.Step % StepsPerLine == 0)
        {
            _state = _state with { Seconds = Seconds() };
            _record?.AddSteps(_state, epoch, _state.Window.Mean(), _schedule.RateAt(_state.Step - 1), imagesPerSecond);
            _state = _state with { Window = default };
        }
    }

    private void Save()
    {
        if (_record is null)
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
        _record.Save(_state, tensors);
    }

    private double Seconds() => _secondsBefore + _clock.Elapsed.TotalSeconds;

    private TrainingDivergedException Diverged(long step, int epoch, string what)
    {
        string last = _record?.LastCheckpoint is { } path
            ? $" The last good checkpoint is {path}: a new run can begin with its weights by --init-from."
            : "";
        return new TrainingDivergedException(string.Create(
            CultureInfo.InvariantCulture, $"step {step} (epoch {epoch}): {what}. Lower --learning-rate (it was {_options.LearningRate}).{last}"));
    }
}
