using VaePipeline.Contracts.Numbers;

namespace VaePipeline.Data.Points;

/// <summary>
/// Points from the prior N(0, I): point i of a seed is the same on every machine, and whatever the number of points is, so
/// that the first of ten million are those of ten.
/// </summary>
public sealed class PriorPoints : LatentPoints
{
    /// <summary>The largest temperature: beyond it float32 could overflow for no purpose.</summary>
    public const double MaximumTemperature = 1000;

    private readonly long _seed;
    private readonly double _temperature;

    /// <summary>Chooses the points.</summary>
    /// <param name="count">N, 1 or more.</param>
    /// <param name="latentSize">L, 1 or more.</param>
    /// <param name="seed">Any number; another one gives other points.</param>
    /// <param name="temperature">Standard deviation of the points, 0 to <see cref="MaximumTemperature"/>: below 1 they gather where images are most typical.</param>
    public PriorPoints(long count, int latentSize, long seed, double temperature = 1)
        : base(count, latentSize)
    {
        if (!(temperature >= 0 && temperature <= MaximumTemperature))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), Invariant($"the temperature is {temperature}; expected 0 to {MaximumTemperature}. Pass 1 for the prior itself."));
        }

        (_seed, _temperature) = (seed, temperature);
    }

    private protected override void Compute(long index, Span<float> latent)
    {
        var random = new SeededRandom(_seed, index);
        foreach (ref float coordinate in latent)
        {
            coordinate = (float)(_temperature * random.Normal());
        }
    }
}
