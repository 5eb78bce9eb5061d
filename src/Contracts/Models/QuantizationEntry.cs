namespace VaePipeline.Contracts.Models;

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
