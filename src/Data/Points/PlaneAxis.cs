using VaePipeline.Contracts.Numbers;

namespace VaePipeline.Data.Points;

/// <summary>One axis of a plane through a latent space.</summary>
/// <param name="Latent">The latent that changes along it, 0 to L - 1.</param>
/// <param name="Coordinates">Its values, ascending, one or more.</param>
public sealed record PlaneAxis(int Latent, IReadOnlyList<float> Coordinates)
{
    private const double Lowest = 0.01;
    private const double Highest = 0.99;

    /// <summary>Coordinates at equal steps of the probability of N(0, 1), from 0.01 to 0.99.</summary>
    /// <param name="size">How many, 1 or more; a single one lies in the middle.</param>
    /// <returns>Ascending numbers.</returns>
    internal static float[] Quantiles(int size) => [.. Steps(size, Lowest, Highest).Select(probability => (float)NormalQuantile.Of(probability))];

    /// <summary>Coordinates at equal steps of a range.</summary>
    /// <param name="size">How many, 1 or more; a single one lies in the middle.</param>
    /// <param name="low">The first.</param>
    /// <param name="high">The last.</param>
    /// <returns>Ascending numbers.</returns>
    internal static float[] Range(int size, float low, float high) => [.. Steps(size, low, high).Select(value => (float)value)];

    private static IEnumerable<double> Steps(int size, double low, double high) =>
        Enumerable.Range(0, size).Select(i => size == 1 ? (low + high) / 2 : low + ((high - low) * i / (size - 1)));
}
