namespace Microsoft.ML.Data;

/// <summary>
/// Three Tausworthe generators and a linear congruential one, their states XORed: Howes and Thomas, "Efficient random number
/// generation and application using CUDA", GPU Gems 3, chapter 37. The states come of one seed by rounds of MurmurHash3.
/// </summary>
internal sealed class HybridTausworthe
{
    private const int BitsOfSingle = 23;

    private uint _first;
    private uint _second;
    private uint _third;
    private uint _linear;

    public HybridTausworthe(uint seed)
    {
        _first = seed;
        _second = MurmurHash3.Round(_first, seed);
        _third = MurmurHash3.Round(_second, seed);
        _linear = MurmurHash3.Round(_third, seed);
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-23.</summary>
    public float NextSingle()
    {
        _first = Step(_first, 13, 19, 12, 0xFFFFFFFE);
        _second = Step(_second, 2, 25, 4, 0xFFFFFFF8);
        _third = Step(_third, 3, 11, 17, 0xFFFFFFF0);
        _linear = unchecked((1664525 * _linear) + 1013904223);
        uint bits = _first ^ _second ^ _third ^ _linear;
        return (bits >> (32 - BitsOfSingle)) * (1f / (1 << BitsOfSingle));
    }

    private static uint Step(uint state, int left, int right, int shift, uint mask) =>
        ((state & mask) << shift) ^ (((state << left) ^ state) >> right);
}
