using System.Numerics;

namespace Microsoft.ML.Transforms;

/// <summary>Mean and variance of each slot in double precision, by Welford's update (1962) over the values that are not zero; zeros are counted in at the end.</summary>
internal sealed class MeanVarianceStatistics<T>(int size, bool fixZero, bool useCdf) : NormalizerStatistics<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double[] _mean = new double[size];
    private readonly double[] _squares = new double[size];
    private readonly long[] _counts = new long[size];
    private readonly long[] _ignored = new long[size];

    public override NormalizerFunction MakeFunction(bool isVector)
    {
        var first = new T[_mean.Length];
        var second = new T[_mean.Length];
        for (int i = 0; i < first.Length; i++)
        {
            CountZeros(i, Rows - _ignored[i] - _counts[i]);
            if (_squares[i] != 0) // A slot that never changes keeps two zeros and is mapped to zero.
                (first[i], second[i]) = useCdf ? MeanAndDeviation(i) : ScaleAndOffset(i);
        }
        return useCdf ? new CdfFunction<T>(isVector, first, second) : new AffineFunction<T>(isVector, first, second);
    }

    protected override void Add(int slot, T value)
    {
        if (value == T.Zero)
            return;
        if (!T.IsFinite(value))
        {
            _ignored[slot]++;
            return;
        }
        double number = double.CreateChecked(value);
        _counts[slot]++;
        double difference = number - _mean[slot];
        _mean[slot] += difference / _counts[slot];
        _squares[slot] += difference * (number - _mean[slot]);
    }

    /// <summary>Adds <paramref name="zeros"/> zeros to the values of a slot at once.</summary>
    private void CountZeros(int slot, long zeros)
    {
        if (zeros == 0)
            return;
        _counts[slot] += zeros;
        double difference = 0 - _mean[slot];
        _mean[slot] += difference * zeros / _counts[slot];
        _squares[slot] += difference * (0 - _mean[slot]) * zeros;
    }

    private (T Mean, T Deviation) MeanAndDeviation(int slot) => (T.CreateChecked(_mean[slot]), T.CreateChecked(Math.Sqrt(_squares[slot] / _counts[slot])));

    private (T Scale, T Offset) ScaleAndOffset(int slot)
    {
        double variance = _squares[slot] / _counts[slot];
        if (fixZero)
            return (T.One / T.CreateChecked(Math.Sqrt(variance + _mean[slot] * _mean[slot])), T.Zero);
        T scale = T.One / T.CreateChecked(Math.Sqrt(variance));
        return (scale, scale == T.Zero ? T.Zero : T.CreateChecked(_mean[slot]));
    }
}
