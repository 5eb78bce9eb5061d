using VaePipeline.Contracts.Numbers;

namespace VaePipeline.Training.Evaluation;

/// <summary>
/// Points and weights for expectations under the prior N(0, I). In each latent the points are the quantiles of (i + ½) / N of
/// a normal distribution of deviation <see cref="Spread"/>, the midpoints of N steps of its probability; weights are the
/// ratio of both densities. The prior's own quantiles end near ±3, and a decoder may put images beyond.
/// </summary>
internal sealed class QuantileGrid
{
    /// <summary>S: 400 points of a latent then reach from -6 to 6, and lie a hundredth apart in the middle.</summary>
    public const double Spread = 2;

    private readonly int _latentSize;
    private readonly double[] _quantiles;
    private readonly double[] _logWeights;

    /// <param name="latentSize">L, 1 or 2.</param>
    /// <param name="side">N, the points of one latent.</param>
    public QuantileGrid(int latentSize, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latentSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(latentSize, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        _latentSize = latentSize;
        _quantiles = [.. Enumerable.Range(0, side).Select(i => Spread * NormalQuantile.Of((i + 0.5) / side))];

        // The ratio of the densities but for a constant, which the mean of 1 gives.
        double[] ratios = [.. _quantiles.Select(z => Math.Exp(-0.5 * z * z * (1 - (1 / (Spread * Spread)))))];
        double mean = ratios.Average();
        _logWeights = [.. ratios.Select(ratio => Math.Log(ratio / mean))];
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
            points[i * _latentSize] = (float)_quantiles[column];
            if (_latentSize == 2)
            {
                points[(i * 2) + 1] = (float)_quantiles[row];
            }
        }

        return points;
    }

    /// <summary>ln of the weights of some points; the mean of all weights is 1.</summary>
    /// <param name="start">The first, from 0.</param>
    /// <param name="count">How many.</param>
    /// <returns>[count].</returns>
    public float[] LogWeights(long start, int count)
    {
        float[] weights = new float[count];
        for (int i = 0; i < count; i++)
        {
            var (row, column) = Math.DivRem(start + i, _quantiles.Length);
            weights[i] = (float)(_logWeights[column] + (_latentSize == 2 ? _logWeights[row] : 0));
        }

        return weights;
    }
}
