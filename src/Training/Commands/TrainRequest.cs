using VaePipeline.Training.Options;

namespace VaePipeline.Training.Commands;

/// <summary>What a <c>train</c> command asks for.</summary>
internal sealed record TrainRequest
{
    /// <summary>What <c>--data</c> said.</summary>
    public required string Data { get; init; }

    /// <summary>The model folder.</summary>
    public required string Output { get; init; }

    /// <summary>Whether the folder may be one that is there.</summary>
    public bool Force { get; init; }

    /// <summary>Whether to go on with the run that is in the folder.</summary>
    public bool Resume { get; init; }

    /// <summary>The model folder whose weights the run begins with; null for fresh ones.</summary>
    public string? InitialModel { get; init; }

    /// <summary>What the command line and its <c>--config</c> make of a run's options, or of null where there is no run yet; not yet validated.</summary>
    public required Func<TrainingOptions?, TrainingOptions> Options { get; init; }
}
