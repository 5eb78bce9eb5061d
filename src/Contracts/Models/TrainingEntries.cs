using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaePipeline.Contracts.Models;

/// <summary>The data that a model was trained on.</summary>
public sealed record DataSetEntry
{
    /// <summary>Name, such as <c>mnist</c>; never a path.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the training images' bytes, [N, C, H, W] in the data set's order; 64 lower-case hexadecimal digits.</summary>
    [JsonPropertyName("sha256")]
    public required string Sha256 { get; init; }

    /// <summary>Licence of the data, such as <c>CC BY-SA 3.0</c>.</summary>
    public required string Licence { get; init; }
}

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

/// <summary>What a model reaches on images that it was not trained on.</summary>
public sealed record MetricsEntry
{
    /// <summary>The images that were measured, such as <c>test</c>.</summary>
    public required string Split { get; init; }

    /// <summary>How many images were measured.</summary>
    public required int Images { get; init; }

    /// <summary>Values by name, such as <c>negativeElbo</c>, in the unit that <see cref="Definition"/> gives.</summary>
    public required IReadOnlyDictionary<string, double> Values { get; init; }

    /// <summary>What was computed, with unit and reductions, in whole words.</summary>
    public required string Definition { get; init; }
}

/// <summary>What a decoder that computes in int8 has lost against the same decoder in float32.</summary>
public sealed record QuantizationEntry
{
    /// <summary>Mean distance of its pixels from 255 times the float32 decoder's, in grey levels.</summary>
    public required double MeanError { get; init; }

    /// <summary>Share of its pixels that are at most 16 grey levels away, 0 to 1.</summary>
    public required double Within16 { get; init; }

    /// <summary>How many images were compared, decoded from latents of test images.</summary>
    public required int Images { get; init; }
}
