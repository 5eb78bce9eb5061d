using System.Diagnostics;
using System.Globalization;
using TorchSharp;
using VaePipeline.Contracts.Formats;
using VaePipeline.Training.Data;
using VaePipeline.Training.Evaluation;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Objective;
using VaePipeline.Training.Optimization;
using static TorchSharp.torch;

namespace VaePipeline.Training.Runs;

/// <summary>
/// Trains a model with AdamW (Loshchilov and Hutter 2019). The same options, data and engine give the same weights bit for bit: every draw comes from a
/// seed, and the engine's kernels add in an order that only the number of threads decides.
/// </summary>
internal sealed class Trainer
{
    private readonly TrainingOptions _options;
    private readonly RunSeeds _seeds;

    /// <exception cref="ArgumentException">Options out of range.</exception>
    public Trainer(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Validated();
        _seeds = new RunSeeds(options.Seed);
    }

    /// <summary>
    /// Trains until the last epoch. The model then has the weights of the epoch with the lowest negative ELBO on the
    /// held-out images, or of the last epoch where none are held out.
    /// </summary>
    /// <param name="vae">The model; stays the caller's.</param>
    /// <param name="images">The training set.</param>
    /// <param name="split">Which of its images train and which choose.</param>
    /// <param name="progress">Hears of every step and epoch.</param>
    /// <param name="cancellationToken">Looked at between steps.</param>
    /// <exception cref="TrainingDivergedException">The loss is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the weights are those of the last step.</exception>
    public TrainingReport Train(
        Vae vae, ImageSet images, TrainingSplit split, ITrainingProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(vae);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(progress);
        set_num_threads(_options.Threads);
        using var noise = new Generator();
        using var optimizer = optim.AdamW(vae.parameters(), weight_decay: _options.WeightDecay);
        using var average = _options.EmaDecay > 0 ? new MovingAverage(vae.parameters(), _options.EmaDecay) : null;
        var clock = Stopwatch.StartNew();
        var reports = new List<EpochReport>();
        IReadOnlyList<NamedTensor>? best = null;
        int keptEpoch = _options.Epochs;
        double bestNegativeElbo = double.PositiveInfinity;
        for (int epoch = 1; epoch <= _options.Epochs; epoch++)
        {
            var (training, imagesPerSecond) = TrainEpoch(vae, images, split.Training, epoch, optimizer, average, noise, progress, cancellationToken);
            // What is measured, kept and exported is the average, where there is one.
            average?.Swap();
            ElboTerms? validation = split.Validation.Length == 0
                ? null
                : ElboEvaluator.Evaluate(vae, images, split.Validation, _seeds.EvaluationNoise, cancellationToken);
            bool isBest = validation?.NegativeElbo < bestNegativeElbo;
            if (isBest)
            {
                bestNegativeElbo = validation!.Value.NegativeElbo; // not null: it was compared
                keptEpoch = epoch;
                best = epoch < _options.Epochs ? VaeWeights.Capture(vae) : null;
            }

            if (epoch < _options.Epochs)
            {
                average?.Swap();
            }

            var report = new EpochReport(epoch, _options.Epochs, training, validation, isBest, imagesPerSecond);
            reports.Add(report);
            progress.OnEpoch(report);
        }

        if (best is not null)
        {
            VaeWeights.Restore(vae, best, "the best epoch's weights");
        }

        return new TrainingReport(reports, keptEpoch, clock.Elapsed);
    }

    private (ElboTerms Terms, double ImagesPerSecond) TrainEpoch(
        Vae vae,
        ImageSet images,
        ReadOnlySpan<int> indices,
        int epoch,
        optim.Optimizer optimizer,
        MovingAverage? average,
        Generator noise,
        ITrainingProgress progress,
        CancellationToken cancellationToken)
    {
        // A fresh order that follows from seed and epoch alone.
        int[] order = indices.ToArray();
        new SeededRandom(_seeds.Order, epoch).Shuffle(order);

        vae.train();
        long stepsPerEpoch = (order.Length + _options.BatchSize - 1) / _options.BatchSize;
        long steps = stepsPerEpoch * _options.Epochs;
        var schedule = new LearningRateSchedule(_options.LearningRate, Math.Min(_options.WarmUpSteps, steps / 2), steps);
        long step = stepsPerEpoch * (epoch - 1);
        double reconstruction = 0, klDivergence = 0, imagesPerSecond = 0;
        var clock = Stopwatch.StartNew();
        using var batches = new BatchStream(
            images, order, _options.BatchSize, new InputNoise(_options.BinarizeInput, _options.ShiftInput), _seeds.InputNoise, step);
        for (long done = 0; done < order.Length; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var batch = batches.Next()!; // not null: images are left
            SetLearningRate(optimizer, schedule.RateAt(step));
            noise.manual_seed((long)RunSeeds.OfStep(_seeds.TrainingNoise, step));
            var (loss, terms) = Step(vae, batch, optimizer, noise, KlWeight(step, stepsPerEpoch));
            if (!double.IsFinite(loss) || !double.IsFinite(terms.NegativeElbo))
            {
                throw new TrainingDivergedException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"step {step + 1} (epoch {epoch}): the loss is {loss}; expected a finite number. Lower --learning-rate (it was {_options.LearningRate})."));
            }

            average?.Update(step);
            reconstruction += terms.Reconstruction * batch.Count;
            klDivergence += terms.KlDivergence * batch.Count;
            done += batch.Count;
            imagesPerSecond = done / clock.Elapsed.TotalSeconds;
            progress.OnStep(new StepReport(
                epoch, step + 1, schedule.Steps, new ElboTerms(reconstruction / done, klDivergence / done), imagesPerSecond));
        }

        return (new ElboTerms(reconstruction / order.Length, klDivergence / order.Length), imagesPerSecond);
    }

    private (double Loss, ElboTerms Terms) Step(Vae vae, TrainingBatch batch, optim.Optimizer optimizer, Generator noise, double klWeight)
    {
        using var scope = NewDisposeScope();
        var eps = randn([_options.ImportanceSamples, batch.Count, vae.LatentSize], generator: noise);
        var (loss, reconstruction, klDivergence) = new TrainingObjective(_options.FreeBits, _options.ImportanceSamples)
            .Compute(vae, batch.Input, batch.Target, eps, klWeight);
        optimizer.zero_grad();
        loss.backward();
        if (_options.ClipNorm > 0)
        {
            nn.utils.clip_grad_norm_(vae.parameters(), _options.ClipNorm);
        }

        optimizer.step();
        return (loss.ToDouble(), new ElboTerms(reconstruction.ToDouble(), klDivergence.ToDouble()));
    }

    private double KlWeight(long step, long stepsPerEpoch) =>
        _options.Beta * Math.Min(1, (step + 1) / Math.Max(1, _options.KlWarmUpEpochs * stepsPerEpoch));

    private static void SetLearningRate(optim.Optimizer optimizer, double rate)
    {
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }
    }
}
