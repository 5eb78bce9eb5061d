using VaePipeline.Benchmarks.Running;
using VaePipeline.Contracts.Models;
using VaePipeline.Data.Images;
using VaePipeline.Training.Options;

namespace VaePipeline.Benchmarks.TrainingSpeed;

/// <summary>The trainer against the same network in plain TorchSharp, against PyTorch's best script for it, and against the machine's matrix product.</summary>
/// <param name="settings">How long to measure.</param>
/// <param name="batches">Batches of the training set, 1 or more.</param>
/// <param name="torchSettings">How PyTorch is run.</param>
/// <param name="progress">Receives a line for each round.</param>
internal sealed class TrainingBench(RunSettings settings, int batches, IReadOnlyList<TorchSetting> torchSettings, TextWriter progress)
{
    private const int DataBatches = 20;

    /// <summary>Measures everything in one run.</summary>
    public TrainingResults Run()
    {
        var options = new TrainingOptions { Epochs = 1000, Threads = Environment.ProcessorCount, ValidationImages = 0 };
        ImageSet images = Noise(batches * options.BatchSize);
        TorchTrainer[] torch = [.. torchSettings.Select(TorchTrainer.Of)];
        using TorchTrainer peakProcess = TorchTrainer.Of(TorchSetting.ForPeak(Environment.ProcessorCount));
        using TorchTrainer plain = TorchTrainer.OfPlainTorchSharp(options.BatchSize, options.Threads);
        try
        {
            using var trainer = new OurTrainer(options, images);
            var peaks = new List<double>();
            var data = new List<DataPath>();
            Contestant<StepSample> ours = new("ours", () => trainer.Measure(settings.Duration));
            Contestant<StepSample>[] contestants =
            [
                new("peak", () =>
                {
                    peaks.Add(Math.Max(peakProcess.Peak(settings.Duration / 2), plain.Peak(settings.Duration / 2)));
                    return default;
                }),
                ours,
                new(plain.Name, () => plain.Measure(settings.Duration)),
                .. torch.Select(one => new Contestant<StepSample>(one.Name, () => one.Measure(settings.Duration))),
                new("data", () =>
                {
                    data.Add(DataPath.Measure(images, options.BatchSize, stepMilliseconds: 20, DataBatches));
                    return default;
                }),
            ];
            Series<StepSample>[] series = Interleaving.Run("training", contestants, settings.Rounds, progress);

            // The first of these two was the warm-up's. The machine's best product is the peak of every round.
            var peak = new Spread(Enumerable.Repeat(peaks.Max(), settings.Rounds));
            return new TrainingResults(peak, series[1], series[2], series[3..^1], data[1..], trainer.Watch(batches), options.BatchSize);
        }
        finally
        {
            Array.ForEach(torch, one => one.Dispose());
        }
    }

    // Speed does not depend on what the pixels show.
    private static ImageSet Noise(int count)
    {
        var shape = new ImageShape(1, 28, 28);
        byte[] pixels = new byte[count * shape.PixelCount];
        new Random(1).NextBytes(pixels);
        return new ImageSet(count, shape, pixels, null);
    }
}
