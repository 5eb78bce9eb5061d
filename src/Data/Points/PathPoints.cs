namespace VaePipeline.Data.Points;

/// <summary>Points at equal steps on a path from one point to another, both of them among the points.</summary>
public sealed class PathPoints : LatentPoints
{
    // Nearer than this to a half turn, which of the many arcs is meant is decided by rounding errors.
    private const double SmallestAngle = 1e-6;

    private readonly float[] _from;
    private readonly float[] _to;
    private readonly int _steps;
    private readonly double? _angle;

    /// <summary>Lays out the path.</summary>
    /// <param name="from">The first point, [L].</param>
    /// <param name="to">The last point, [L].</param>
    /// <param name="steps">Points on the path, 2 or more.</param>
    /// <param name="shape">
    /// How it runs. Spherical: with Ω the angle between the two, sin((1 - t)Ω) / sin Ω of the first and sin(tΩ) / sin Ω of the
    /// last; where both lie in the same direction, the limit of that, a straight line.
    /// </param>
    /// <param name="bounce">Whether the points run back again: the inner ones once more, in reverse, so that a loop has no jump.</param>
    /// <exception cref="ArgumentException">The points are not of one length, or there are too few steps.</exception>
    /// <exception cref="BadInputException">There is no one spherical path: a point is the origin, or they lie in opposite directions.</exception>
    public PathPoints(ReadOnlySpan<float> from, ReadOnlySpan<float> to, int steps, PathShape shape = PathShape.Linear, bool bounce = false)
        : base(CountOf(steps, bounce), from.Length)
    {
        if (from.Length != to.Length)
        {
            throw new ArgumentException($"the points have {from.Length} and {to.Length} numbers; expected one latent size. Pass two points of one model.", nameof(to));
        }

        (_from, _to, _steps) = (from.ToArray(), to.ToArray(), steps);
        _angle = shape == PathShape.Spherical ? AngleBetween(_from, _to) : null;
    }

    private protected override void Compute(long index, Span<float> latent)
    {
        // Behind the last step a bouncing path runs back.
        long step = index < _steps ? index : (2 * (_steps - 1)) - index;
        double t = (double)step / (_steps - 1);
        (double first, double last) = Weights(t);
        for (int i = 0; i < latent.Length; i++)
        {
            // The ends are themselves, to the bit.
            latent[i] = step == 0 ? _from[i] : step == _steps - 1 ? _to[i] : (float)((first * _from[i]) + (last * _to[i]));
        }
    }

    private (double First, double Last) Weights(double t)
        => _angle is > SmallestAngle and { } angle ? (Math.Sin((1 - t) * angle) / Math.Sin(angle), Math.Sin(t * angle) / Math.Sin(angle)) : (1 - t, t);

    private static double AngleBetween(float[] from, float[] to)
    {
        (double dot, double fromSquare, double toSquare) = (0, 0, 0);
        for (int i = 0; i < from.Length; i++)
        {
            dot += (double)from[i] * to[i];
            fromSquare += (double)from[i] * from[i];
            toSquare += (double)to[i] * to[i];
        }

        if (fromSquare == 0 || toSquare == 0)
        {
            throw BadInputException.In(
                "spherical path", $"the {(fromSquare == 0 ? "first" : "last")} point is the origin, which lies in no direction", "two points away from it", "Choose a linear path, or another point.");
        }

        double angle = Math.Acos(Math.Clamp(dot / Math.Sqrt(fromSquare) / Math.Sqrt(toSquare), -1, 1));
        return Math.PI - angle >= SmallestAngle ? angle : throw BadInputException.In(
            "spherical path",
            "the points lie in opposite directions, and no one way around the origin is the shortest",
            "an angle below half a turn",
            "Choose a linear path, or a point in between and two paths.");
    }

    private static long CountOf(int steps, bool bounce)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        return bounce ? 2L * (steps - 1) : steps;
    }
}
