using System.Globalization;
using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>A 128-bit row identity. New ones are mixed from old ones by the rounds of MurmurHash3 x64 128 (A. Appleby, public domain).</summary>
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    public readonly ulong Low;

    public readonly ulong High;

    private const ulong FirstMultiplier = 0x87c37b91114253d5;
    private const ulong SecondMultiplier = 0x4cf5ad432745937f;

    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{High:x16}{Low:x16}");

    public int CompareTo(DataViewRowId other)
    {
        int high = High.CompareTo(other.High);
        return high != 0 ? high : Low.CompareTo(other.Low);
    }

    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    public override bool Equals(object? obj) => obj is DataViewRowId other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Low, High);

    /// <summary>An identity as if 1 had been the next block of the hash; apart from <see cref="Next"/>'s.</summary>
    public DataViewRowId Fork() => Round(BitOperations.RotateLeft(FirstMultiplier, 31) * SecondMultiplier, 0, forkOrder: true);

    /// <summary>An identity as if 0 had been the next block of the hash.</summary>
    public DataViewRowId Next() => Round(0, 0, forkOrder: false);

    /// <summary>An identity made of this and <paramref name="other"/>.</summary>
    public DataViewRowId Combine(DataViewRowId other)
    {
        DataViewRowId block = other.Fork();
        ulong first = BitOperations.RotateLeft(block.Low * FirstMultiplier, 31) * SecondMultiplier;
        ulong second = BitOperations.RotateLeft(block.High * SecondMultiplier, 33) * FirstMultiplier;
        return Round(first, second, forkOrder: false);
    }

    // ML.NET's Fork mixes its block in after the round, the others before it.
    private DataViewRowId Round(ulong first, ulong second, bool forkOrder)
    {
        ulong low = forkOrder ? Low : Low ^ first;
        low = ((BitOperations.RotateLeft(low, 27) + High) * 5) + 0x52dce729;
        ulong high = ((BitOperations.RotateLeft(High ^ second, 31) + low) * 5) + 0x38495ab5;
        return new DataViewRowId(forkOrder ? low ^ first : low, high);
    }
}
