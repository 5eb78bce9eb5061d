namespace VaePipeline.Cli.Drawing;

/// <summary>
/// A font of pen strokes for plots: digits, signs and the letters that labels here need. Glyphs are drawn on a grid where
/// the baseline is y = 0, lower-case letters are 4 high, digits and capitals 6, descenders reach -2.
/// </summary>
internal static partial class StrokeFont
{
    /// <summary>Height of a digit, in grid units.</summary>
    public const double CapHeight = 6;

    /// <summary>Space after a glyph, in grid units.</summary>
    private const double Spacing = 1.5;

    /// <summary>Width of a text in pixels, where a digit is <paramref name="size"/> pixels high.</summary>
    public static double Measure(string text, double size)
    {
        double width = 0;
        foreach (char letter in text)
        {
            width += GlyphOf(letter).Width + Spacing;
        }

        return text.Length == 0 ? 0 : (width - Spacing) * size / CapHeight;
    }

    /// <summary>Draws a text from its left end on the baseline.</summary>
    /// <param name="canvas">Receives the strokes.</param>
    /// <param name="text">Characters of this font only.</param>
    /// <param name="x">Left end, in pixels.</param>
    /// <param name="y">Baseline, in pixels.</param>
    /// <param name="size">Height of a digit, in pixels.</param>
    /// <param name="ink">Colour, opaque.</param>
    /// <param name="upwards">Turned by 90 degrees to the left, so that the text runs from the bottom to the top.</param>
    /// <exception cref="ArgumentException">A character that the font lacks.</exception>
    public static void Draw(Canvas canvas, string text, double x, double y, double size, Ink ink, bool upwards = false)
    {
        double unit = size / CapHeight;
        double pen = 0;
        foreach (char letter in text)
        {
            Glyph glyph = GlyphOf(letter);
            foreach ((double X, double Y)[] stroke in glyph.Strokes)
            {
                var points = new (double X, double Y)[stroke.Length];
                for (int i = 0; i < stroke.Length; i++)
                {
                    double right = (pen + stroke[i].X) * unit;
                    double up = stroke[i].Y * unit;
                    points[i] = upwards ? (x - up, y - right) : (x + right, y - up);
                }

                canvas.DrawPath(points, Math.Max(1.1, size / 8), ink);
            }

            pen += glyph.Width + Spacing;
        }
    }

    private static Glyph GlyphOf(char letter) => Glyphs.TryGetValue(letter, out Glyph? glyph)
        ? glyph
        : throw new ArgumentException($"plot label: \"{letter}\" is not in the font; expected one of \"{string.Concat(Glyphs.Keys)}\". Add its strokes.", nameof(letter));

    private sealed record Glyph(double Width, params (double X, double Y)[][] Strokes);
}
