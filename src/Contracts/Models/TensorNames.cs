namespace VaePipeline.Contracts.Models;

/// <summary>Names of the inputs and outputs of every exported graph.</summary>
public static class TensorNames
{
    /// <summary>Encoder input, decoder output: [N, C, H, W], float32 in [0, 1], or uint8 where a decoder was exported so.</summary>
    public const string Image = "image";

    /// <summary>Decoder input: [N, L] float32.</summary>
    public const string Latent = "latent";

    /// <summary>Encoder output μ: [N, L] float32.</summary>
    public const string Mean = "mean";

    /// <summary>Encoder output ln σ²: [N, L] float32; not the standard deviation.</summary>
    public const string LogVariance = "log_variance";

    /// <summary>Name of the symbolic batch axis, the first of every input and output.</summary>
    public const string BatchAxis = "N";
}

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
