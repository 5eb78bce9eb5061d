using VaePipeline.Training.Options;

namespace VaePipeline.Training.Checkpoints;

/// <summary>A run between two steps: all that it takes to go on as if it had never stopped.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Options">The run's options.</param>
/// <param name="Data">What it trains on.</param>
/// <param name="Tensors">Weights, their average, Adam's moments.</param>
internal sealed record Checkpoint(RunState State, TrainingOptions Options, DataFingerprint Data, RunTensors Tensors);
