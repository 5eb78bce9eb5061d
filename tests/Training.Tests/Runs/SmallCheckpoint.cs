using VaePipeline.Contracts.Safetensors;
using VaePipeline.Training.Checkpoints;
using VaePipeline.Training.Objective;
using VaePipeline.Training.Optimization;
using VaePipeline.Training.Options;

namespace VaePipeline.Training.Tests.Runs;

/// <summary>A checkpoint of a network with two weights.</summary>
internal static class SmallCheckpoint
{
    /// <param name="step">Steps done.</param>
    /// <param name="bestStep">Step of the best epoch.</param>
    /// <param name="size">Values of the second weight.</param>
    public static Checkpoint At(long step, long bestStep = 0, int size = 3) => new(
        new RunState
        {
            Step = step,
            StepsPerEpoch = 10,
            Epoch = new TermSums(0.1, 1.0 / 3, 7),
            Window = new TermSums(1e-300, double.Epsilon, 1),
            BestStep = bestStep,
            BestNegativeElbo = bestStep == 0 ? null : 149.97999999999999,
            Seconds = 12.25,
        },
        new TrainingOptions { LearningRate = 0.1, Seed = 5 }.Validated(),
        new DataFingerprint(60_000, "1x28x28", new string('a', 64)),
        new RunTensors(Tensors(1, size), Tensors(2, size), Tensors(3, size), Tensors(4, size)));

    private static NamedTensor[] Tensors(float value, int size) =>
    [
        new("encoder.bias", [1], [value]),
        new("encoder.weight", [1, size], [.. Enumerable.Range(0, size).Select(i => value + (i / 7f))]),
    ];
}
