using VaePipeline.Contracts.Safetensors;
using VaePipeline.Data.Digits;
using VaePipeline.Data.Images;
using VaePipeline.Training.Batches;
using VaePipeline.Training.Checkpoints;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Options;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Tests.Runs;

/// <summary>Runs on a few digits, within this process, that leave checkpoints and measurements in a folder.</summary>
internal static class RecordedRun
{
    public static ImageSet Digits { get; } = DigitGenerator.Generate(90, seed: 1);

    /// <summary>Begins a run, or goes on with one, and returns the weights at its end.</summary>
    public static IReadOnlyList<NamedTensor> Train(
        string modelFolder, TrainingOptions options, Action<Vae, StepReport>? onStep = null, CancellationToken cancellationToken = default)
    {
        options = options.Validated();
        bool isResumed = Directory.Exists(Path.Combine(modelFolder, RunFolder.Name));
        using var folder = isResumed ? RunFolder.Resume(modelFolder) : RunFolder.Create(modelFolder, force: false);
        var data = DataFingerprint.Of(Digits);
        using var record = isResumed ? RunRecord.Resume(folder, folder.Checkpoints.ReadLast(), data) : RunRecord.Begin(folder, options, data);
        using var vae = VaeNetworks.Create(options.ToNetwork(), Digits.Shape, options.Seed);
        var split = TrainingSplit.Create(Digits.Count, options.ValidationImages, seed: 1);
        using var loop = new TrainingLoop(options, vae, Digits, split, new RecordingProgress(step => onStep?.Invoke(vae, step)), record);
        loop.Run(cancellationToken);
        return VaeWeights.Capture(vae);
    }
}
