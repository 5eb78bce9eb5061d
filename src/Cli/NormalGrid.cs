using MathNet.Numerics.Distributions;

namespace VaePipeline.Cli;

/// <summary>
/// The latents of a manifold picture: points of the plane at equal steps of probability of N(0, 1) in each dimension,
/// <c>norm.ppf</c> of 0.01 to 0.99, as in the generation test of the Keras example.
/// </summary>
internal static class NormalGrid
{
    /// <summary>Points in a row and rows of points.</summary>
    public const int DefaultSize = 20;

    private const double Lowest = 0.01;
    private const double Highest = 0.99;

    /// <summary>The coordinates of one dimension: InvCDF of <paramref name="size"/> probabilities, ascending.</summary>
    public static float[] Coordinates(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        float[] coordinates = new float[size];
        for (int i = 0; i < size; i++)
        {
            coordinates[i] = (float)Normal.InvCDF(0, 1, Lowest + ((Highest - Lowest) * i / (size - 1)));
        }

        return coordinates;
    }

    /// <summary>All points in the order of a picture: row by row from the top.</summary>
    /// <returns>
    /// [size * size, 2], row-major: z[0] is the horizontal axis and grows to the right within a row; z[1] is the vertical
    /// axis and grows upwards, so the first row has the largest z[1], as in a plot of the points.
    /// </returns>
    public static float[] Points(int size)
    {
        float[] coordinates = Coordinates(size);
        float[] points = new float[size * size * 2];
        int next = 0;
        for (int row = size - 1; row >= 0; row--)
        {
            for (int column = 0; column < size; column++)
            {
                points[next++] = coordinates[column];
                points[next++] = coordinates[row];
            }
        }

        return points;
    }
}
