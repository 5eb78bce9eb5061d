using System.Numerics;

namespace VaePipeline.Data.Digits;

/// <summary>
/// One movement of the pen: a smooth curve through a few points, flattened into short segments. The curve is a
/// centripetal Catmull-Rom spline (Catmull and Rom 1974; Yuksel, Schaefer and Keyser 2011): it passes through its
/// points and makes no loops of its own between them. Two points make a line; equal ends make a closed curve.
/// </summary>
internal sealed class StrokePath
{
    private const int SegmentsPerPiece = 8;

    private StrokePath(Vector2[] points) => Points = points;

    /// <summary>The flattened curve, in the units of the description.</summary>
    public Vector2[] Points { get; }

    /// <summary>Reads <c>x,y x,y …</c>.</summary>
    public static StrokePath Parse(string description)
    {
        Vector2[] knots = [.. description.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParsePoint)];
        if (knots.Length == 2)
        {
            return new StrokePath(knots);
        }

        bool closed = knots[0] == knots[^1];
        var points = new List<Vector2> { knots[0] };
        for (int i = 0; i + 1 < knots.Length; i++)
        {
            // Beyond an open end the curve goes on as the reflection of its neighbour.
            var before = i > 0 ? knots[i - 1] : closed ? knots[^2] : (2 * knots[0]) - knots[1];
            var after = i + 2 < knots.Length ? knots[i + 2] : closed ? knots[1] : (2 * knots[^1]) - knots[^2];
            for (int step = 1; step <= SegmentsPerPiece; step++)
            {
                points.Add(Between(before, knots[i], knots[i + 1], after, step / (float)SegmentsPerPiece));
            }
        }

        return new StrokePath([.. points]);
    }

    // Barry and Goldman's pyramid; the knots' distances are square roots of the points'.
    private static Vector2 Between(Vector2 p0, Vector2 p1, Vector2 p2, Vector2 p3, float fraction)
    {
        float t1 = MathF.Sqrt(Vector2.Distance(p0, p1));
        float t2 = t1 + MathF.Sqrt(Vector2.Distance(p1, p2));
        float t3 = t2 + MathF.Sqrt(Vector2.Distance(p2, p3));
        float t = t1 + (fraction * (t2 - t1));
        var a1 = Vector2.Lerp(p0, p1, t / t1);
        var a2 = Vector2.Lerp(p1, p2, (t - t1) / (t2 - t1));
        var a3 = Vector2.Lerp(p2, p3, (t - t2) / (t3 - t2));
        var b1 = Vector2.Lerp(a1, a2, t / t2);
        var b2 = Vector2.Lerp(a2, a3, (t - t1) / (t3 - t1));
        return Vector2.Lerp(b1, b2, (t - t1) / (t2 - t1));
    }

    private static Vector2 ParsePoint(string text)
    {
        int comma = text.IndexOf(',', StringComparison.Ordinal);
        return new Vector2(
            float.Parse(text.AsSpan(0, comma), CultureInfo.InvariantCulture),
            float.Parse(text.AsSpan(comma + 1), CultureInfo.InvariantCulture));
    }
}
