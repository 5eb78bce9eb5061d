namespace VaePipeline.Contracts.Models;

/// <summary>The tensor names as a card states them, for readers in other languages.</summary>
public sealed record TensorNamesEntry
{
    /// <summary>Encoder input and decoder output.</summary>
    public string Image { get; init; } = TensorNames.Image;

    /// <summary>Decoder input.</summary>
    public string Latent { get; init; } = TensorNames.Latent;

    /// <summary>Encoder output μ.</summary>
    public string Mean { get; init; } = TensorNames.Mean;

    /// <summary>Encoder output ln σ².</summary>
    public string LogVariance { get; init; } = TensorNames.LogVariance;
}
