using System.Numerics;

namespace Microsoft.ML.Transforms;

/// <summary>The smallest and the largest value of each slot; NaN does not count.</summary>
internal sealed class MinMaxStatistics<T> : NormalizerStatistics<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool _fixZero;
    private readonly T[] _min;
    private readonly T[] _max;
    private readonly long[] _explicitValues;

    public MinMaxStatistics(int size, bool fixZero)
    {
        _fixZero = fixZero;
        _min = new T[size];
        _max = new T[size];
        _explicitValues = new long[size];
        Array.Fill(_min, T.PositiveInfinity);
        Array.Fill(_max, T.NegativeInfinity);
    }

    public override NormalizerFunction MakeFunction(bool isVector)
    {
        var scale = new T[_min.Length];
        var offset = new T[_min.Length];
        for (int i = 0; i < scale.Length; i++)
        {
            if (_explicitValues[i] < Rows)
                Include(i, T.Zero); // A sparse row left the slot out.
            (scale[i], offset[i]) = ScaleAndOffset(_min[i], _max[i]);
        }
        return new AffineFunction<T>(isVector, scale, offset);
    }

    protected override void Add(int slot, T value)
    {
        _explicitValues[slot]++;
        Include(slot, value);
    }

    private void Include(int slot, T value)
    {
        if (_max[slot] < value)
            _max[slot] = value;
        if (_min[slot] > value)
            _min[slot] = value;
    }

    /// <summary>A slot that never changes, or has no values, is mapped to zero.</summary>
    private (T Scale, T Offset) ScaleAndOffset(T min, T max)
    {
        if (!(max > min))
            return (T.Zero, T.Zero);
        if (_fixZero)
            return (T.One / T.Max(T.Abs(max), T.Abs(min)), T.Zero);
        T scale = T.One / (max - min);
        return (scale, scale == T.Zero ? T.Zero : min);
    }
}
