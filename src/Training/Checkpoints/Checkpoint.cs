using System.Text.Json.Serialization;
using VaePipeline.Training.Objective;
using VaePipeline.Training.Optimization;
using VaePipeline.Training.Options;

namespace VaePipeline.Training.Checkpoints;

/// <summary>A run between two steps: all that it takes to go on as if it had never stopped.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Options">The run's options.</param>
/// <param name="Data">What it trains on.</param>
/// <param name="Tensors">Weights, their average, Adam's moments.</param>
internal sealed record Checkpoint(RunState State, TrainingOptions Options, DataFingerprint Data, RunTensors Tensors);

/// <summary>
/// Where a run stands between two steps, besides its tensors. No generator's state is part of it: every draw follows from
/// the seed and the step or the epoch.
/// </summary>
internal sealed record RunState
{
    /// <summary>Steps done; the epoch follows from it.</summary>
    public long Step { get; init; }

    /// <summary>Steps of an epoch.</summary>
    public long StepsPerEpoch { get; init; }

    /// <summary>Sums of the epoch that is going on; empty when it begins.</summary>
    public TermSums Epoch { get; init; }

    /// <summary>Sums since the last line of <c>metrics.jsonl</c> about steps.</summary>
    public TermSums Window { get; init; }

    /// <summary>Steps done at the end of the best epoch so far; 0 if there is none.</summary>
    public long BestStep { get; init; }

    /// <summary>That epoch's negative ELBO on the held-out images, nats per image; null if there is none.</summary>
    public double? BestNegativeElbo { get; init; }

    /// <summary>Seconds of training and validation, over all parts of the run.</summary>
    public double Seconds { get; init; }
}

/// <summary>The state as it stands in checkpoints; numbers are written so that they are read back bit for bit.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RunState))]
internal sealed partial class RunStateJson : JsonSerializerContext;
