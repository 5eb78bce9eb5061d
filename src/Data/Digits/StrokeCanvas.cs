using System.Numerics;

namespace VaePipeline.Data.Digits;

/// <summary>
/// Draws round-capped strokes on a small grey picture. A pixel's value is how far its centre lies inside the stroke, cut
/// to 0 .. 1 over one pixel: anti-aliasing exact for straight edges along an axis and close to it for others.
/// </summary>
internal static class StrokeCanvas
{
    /// <summary>Draws one segment over what is there; where both cover a pixel the larger value stays.</summary>
    /// <param name="pixels">[side, side], row-major, 0 paper to 255 ink.</param>
    /// <param name="side">Width and height in pixels.</param>
    /// <param name="from">One end; the centre of the first pixel is (0.5, 0.5).</param>
    /// <param name="to">The other end.</param>
    /// <param name="radius">Half the pen's width, in pixels.</param>
    public static void DrawSegment(Span<byte> pixels, int side, Vector2 from, Vector2 to, float radius)
    {
        float reach = radius + 0.5f;
        var low = Vector2.Min(from, to) - new Vector2(reach + 0.5f);
        var high = Vector2.Max(from, to) + new Vector2(reach - 0.5f);
        int left = Math.Max(0, (int)MathF.Ceiling(low.X)), right = Math.Min(side - 1, (int)MathF.Floor(high.X));
        int top = Math.Max(0, (int)MathF.Ceiling(low.Y)), bottom = Math.Min(side - 1, (int)MathF.Floor(high.Y));
        var direction = to - from;
        float lengthSquared = direction.LengthSquared();
        float perLength = lengthSquared > 0 ? 1 / lengthSquared : 0;
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                var offset = new Vector2(x + 0.5f, y + 0.5f) - from;
                float along = Math.Clamp(Vector2.Dot(offset, direction) * perLength, 0, 1);
                float covered = reach - Vector2.Distance(offset, along * direction);
                if (covered > 0)
                {
                    byte ink = (byte)((Math.Min(covered, 1) * 255) + 0.5f);
                    ref byte pixel = ref pixels[(y * side) + x];
                    pixel = Math.Max(pixel, ink);
                }
            }
        }
    }
}
