using System.Text.Json.Serialization;
using VaePipeline.Training.Objective;

namespace VaePipeline.Training.Metrics;

/// <summary>One line of <c>metrics.jsonl</c>. Terms are in nats per image.</summary>
internal sealed record MetricsLine
{
    /// <summary><see cref="Steps"/>, <see cref="EpochEnd"/> or <see cref="RunEnd"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Steps done.</summary>
    public required long Step { get; init; }

    /// <summary>The epoch that they lie in or end, from 1; at the end of a run the one whose weights are kept.</summary>
    public required int Epoch { get; init; }

    /// <summary>Means while the weights moved: over the steps since the line of steps before, or over the epoch.</summary>
    public ElboTerms? Train { get; init; }

    /// <summary>On the held-out images.</summary>
    public ElboTerms? Validation { get; init; }

    /// <summary>Of an epoch: whether none before was better on the held-out images.</summary>
    public bool? IsBest { get; init; }

    /// <summary>On the test images, at the end of a run.</summary>
    public ElboTerms? Test { get; init; }

    /// <summary>The optimizer's rate at the step.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Training images a second.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>Seconds of training and validation since the run began, over all its parts.</summary>
    public required double Seconds { get; init; }

    /// <summary>Kind of the lines about some steps.</summary>
    public const string Steps = "steps";

    /// <summary>Kind of the line after each epoch.</summary>
    public const string EpochEnd = "epoch";

    /// <summary>Kind of the last line, written when the model is in its place.</summary>
    public const string RunEnd = "end";
}

/// <summary>Lines as they stand in the file; numbers are written so that they are read back bit for bit.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MetricsLine))]
internal sealed partial class MetricsJson : JsonSerializerContext;
