namespace VaePipeline.Contracts.Numbers;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014): a few instructions, no state beyond 64 bits, and the same numbers on every
/// runtime, which <see cref="Random"/> does not promise.
/// </summary>
public struct SeededRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <summary>A stream of its own for each pair.</summary>
    /// <param name="seed">The caller's seed.</param>
    /// <param name="stream">As the index of an image.</param>
    public SeededRandom(long seed, long stream) => _state = Mix(Mix((ulong)seed) + ((ulong)stream * Golden));

    /// <summary>The next 64 bits.</summary>
    /// <returns>Any number.</returns>
    public ulong Next() => Mix(_state += Golden);

    /// <summary>Uniform in 0 .. <paramref name="bound"/> - 1.</summary>
    /// <param name="bound">1 or more.</param>
    /// <returns>The number.</returns>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    /// <param name="low">The least.</param>
    /// <param name="high">Above all.</param>
    /// <returns>The number.</returns>
    public double Between(double low, double high) => low + ((high - low) * (Next() >> 11) / (1UL << 53));

    /// <summary>Bell-shaped around 0 and never beyond ±<paramref name="limit"/> (its standard deviation is a third of that).</summary>
    /// <param name="limit">The largest magnitude.</param>
    /// <returns>The number.</returns>
    public double Bell(double limit) => (Between(-limit, limit) + Between(-limit, limit) + Between(-limit, limit)) / 3;

    /// <summary>From N(0, 1), to the same bits on every machine: the quantile of one uniform draw, within ±8.3.</summary>
    /// <returns>The number.</returns>
    public double Normal() => NormalQuantile.Of(((Next() >> 12) + 0.5) / (1UL << 52)); // Exact, and neither 0 nor 1.

    /// <summary>Puts the items into a random order (Fisher and Yates).</summary>
    /// <param name="items">The items.</param>
    public void Shuffle(Span<int> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int other = Below(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
