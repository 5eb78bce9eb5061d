namespace VaePipeline.Data.Points;

/// <summary>One axis of a plane through a latent space.</summary>
/// <param name="Latent">The latent that changes along it, 0 to L - 1.</param>
/// <param name="Coordinates">Its values, ascending, one or more.</param>
public sealed record PlaneAxis(int Latent, IReadOnlyList<float> Coordinates);
