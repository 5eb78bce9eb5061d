using MathNet.Numerics.Distributions;

namespace VaePipeline.Training.Evaluation;

/// <summary>
/// Points that stand for equal parts of the prior N(0, I): in each latent the quantiles of (i + ½) / N, the midpoints of N
/// steps of probability. The mean of a function over them is the midpoint rule for its expectation under the prior.
/// </summary>
internal sealed class QuantileGrid
{
    private readonly int _latentSize;
    private readonly float[] _quantiles;

    /// <param name="latentSize">L, 1 or 2.</param>
    /// <param name="side">N, the points of one latent.</param>
    public QuantileGrid(int latentSize, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latentSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(latentSize, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        _latentSize = latentSize;
        _quantiles = [.. Enumerable.Range(0, side).Select(i => (float)Normal.InvCDF(0, 1, (i + 0.5) / side))];
        Count = latentSize == 1 ? side : (long)side * side;
    }

    /// <summary>N to the power of L.</summary>
    public long Count { get; }

    /// <summary>Some of the points.</summary>
    /// <param name="start">The first, from 0.</param>
    /// <param name="count">How many.</param>
    /// <returns>[count, L].</returns>
    public float[] Points(long start, int count)
    {
        float[] points = new float[count * _latentSize];
        for (int i = 0; i < count; i++)
        {
            var (row, column) = Math.DivRem(start + i, _quantiles.Length);
            points[i * _latentSize] = _quantiles[column];
            if (_latentSize == 2)
            {
                points[(i * 2) + 1] = _quantiles[row];
            }
        }

        return points;
    }
}
