namespace VaePipeline.Cli.Drawing;

/// <summary>
/// A small RGB picture with anti-aliased strokes and discs. Coordinates are in pixels, x to the right and y downwards;
/// the centre of the top left pixel is (0.5, 0.5). Edges are one pixel soft: a pixel's coverage is its centre's distance
/// inside the edge plus one half, kept within 0 and 1.
/// </summary>
internal sealed class Canvas
{
    private readonly byte[] _pixels;

    /// <summary>Makes a white canvas.</summary>
    public Canvas(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        Width = width;
        Height = height;
        _pixels = new byte[width * height * 3];
        Array.Fill(_pixels, byte.MaxValue);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>[Height, Width, 3], row-major.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    public void FillDisc(double x, double y, double radius, Ink ink)
        => Blend(x, y, x, y, radius, ink);

    /// <summary>A straight stroke with round ends.</summary>
    public void DrawLine(double x0, double y0, double x1, double y1, double width, Ink ink)
        => Blend(x0, y0, x1, y1, width / 2, ink);

    /// <summary>Joined strokes. Each covers the ground by itself, so the ink should be opaque.</summary>
    public void DrawPath(ReadOnlySpan<(double X, double Y)> points, double width, Ink ink)
    {
        for (int i = 1; i < points.Length; i++)
        {
            DrawLine(points[i - 1].X, points[i - 1].Y, points[i].X, points[i].Y, width, ink);
        }
    }

    // A disc is a stroke of length 0: both are the points nearer than the radius to a segment.
    private void Blend(double x0, double y0, double x1, double y1, double radius, Ink ink)
    {
        int left = Math.Max(0, (int)Math.Floor(Math.Min(x0, x1) - radius - 1));
        int right = Math.Min(Width - 1, (int)Math.Ceiling(Math.Max(x0, x1) + radius + 1));
        int top = Math.Max(0, (int)Math.Floor(Math.Min(y0, y1) - radius - 1));
        int bottom = Math.Min(Height - 1, (int)Math.Ceiling(Math.Max(y0, y1) + radius + 1));
        double dx = x1 - x0;
        double dy = y1 - y0;
        double lengthSquared = (dx * dx) + (dy * dy);
        for (int row = top; row <= bottom; row++)
        {
            for (int column = left; column <= right; column++)
            {
                double px = column + 0.5 - x0;
                double py = row + 0.5 - y0;
                double along = lengthSquared > 0 ? Math.Clamp(((px * dx) + (py * dy)) / lengthSquared, 0, 1) : 0;
                double distance = Math.Sqrt(Square(px - (along * dx)) + Square(py - (along * dy)));
                double coverage = Math.Clamp(radius + 0.5 - distance, 0, 1) * ink.Opacity;
                if (coverage > 0)
                {
                    Cover(row, column, coverage, ink);
                }
            }
        }
    }

    private void Cover(int row, int column, double coverage, Ink ink)
    {
        Span<byte> pixel = _pixels.AsSpan(((row * Width) + column) * 3, 3);
        pixel[0] = Mix(pixel[0], ink.Red, coverage);
        pixel[1] = Mix(pixel[1], ink.Green, coverage);
        pixel[2] = Mix(pixel[2], ink.Blue, coverage);
    }

    private static byte Mix(byte ground, byte ink, double coverage)
        => (byte)Math.Round(ground + ((ink - ground) * coverage), MidpointRounding.ToEven);

    private static double Square(double value) => value * value;
}
