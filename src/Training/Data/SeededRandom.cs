namespace VaePipeline.Training.Data;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014): a few instructions, no state beyond 64 bits, and the same numbers on every
/// runtime, which <see cref="Random"/> does not promise.
/// </summary>
internal struct SeededRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <summary>A stream of its own for each pair.</summary>
    /// <param name="seed">The caller's seed.</param>
    /// <param name="stream">As the index of an image.</param>
    public SeededRandom(long seed, long stream) => _state = Mix(Mix((ulong)seed) + ((ulong)stream * Golden));

    /// <summary>The next 64 bits.</summary>
    public ulong Next() => Mix(_state += Golden);

    /// <summary>Uniform in 0 .. <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double Between(double low, double high) => low + ((high - low) * (Next() >> 11) / (1UL << 53));

    /// <summary>Bell-shaped around 0 and never beyond ±<paramref name="limit"/> (its standard deviation is a third of that).</summary>
    public double Bell(double limit) => (Between(-limit, limit) + Between(-limit, limit) + Between(-limit, limit)) / 3;

    /// <summary>Puts the items into a random order (Fisher and Yates).</summary>
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
