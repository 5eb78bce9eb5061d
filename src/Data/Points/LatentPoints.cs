namespace VaePipeline.Data.Points;

/// <summary>Latents that are computed one by one, each from its number alone, so that none has to be kept.</summary>
public abstract class LatentPoints
{
    /// <summary>Sets what all points have in common.</summary>
    /// <param name="count">N, 1 or more.</param>
    /// <param name="latentSize">L, 1 or more.</param>
    private protected LatentPoints(long count, int latentSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(latentSize, 1);
        (Count, LatentSize) = (count, latentSize);
    }

    /// <summary>N, how many there are.</summary>
    public long Count { get; }

    /// <summary>L, numbers of a point.</summary>
    public int LatentSize { get; }

    /// <summary>Computes a point.</summary>
    /// <param name="index">Which one, 0 to N - 1.</param>
    /// <param name="latent">Receives it, [L].</param>
    /// <exception cref="ArgumentException">There is no such point, or the span has another length.</exception>
    public void Get(long index, Span<float> latent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        if (latent.Length != LatentSize)
        {
            throw new ArgumentException($"the span has {latent.Length} places; expected {LatentSize}. Pass one place a latent dimension.", nameof(latent));
        }

        Compute(index, latent);
    }

    /// <summary>Computes all points.</summary>
    /// <returns>[N, L], row-major.</returns>
    internal float[] ToArray()
    {
        float[] latents = new float[checked(Count * LatentSize)];
        for (int i = 0; i < Count; i++)
        {
            Compute(i, latents.AsSpan(i * LatentSize, LatentSize));
        }

        return latents;
    }

    private protected abstract void Compute(long index, Span<float> latent);
}
