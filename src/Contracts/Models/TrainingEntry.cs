using System.Text.Json;

namespace VaePipeline.Contracts.Models;

/// <summary>How a model was trained: enough to train it again.</summary>
public sealed record TrainingEntry
{
    /// <summary>All resolved training options, defaults included, as a JSON object.</summary>
    public required JsonElement Options { get; init; }

    /// <summary>Seed of every random number of the run.</summary>
    public required long Seed { get; init; }

    /// <summary>Threads that the run computed with; another number may give other weights.</summary>
    public required int Threads { get; init; }

    /// <summary>Epochs that were trained.</summary>
    public required int Epochs { get; init; }
}
