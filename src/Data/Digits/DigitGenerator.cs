using System.Numerics;
using VaePipeline.Contracts.Numbers;
using VaePipeline.Data.Images;

namespace VaePipeline.Data.Digits;

/// <summary>
/// Draws handwritten-looking digits from strokes: 28 x 28 grey pixels, white ink on black as in MNIST. Image i depends
/// on the seed and i alone, so any count is the beginning of a longer one, and the threads do not matter.
/// </summary>
internal static class DigitGenerator
{
    /// <summary>Width and height of an image, in pixels.</summary>
    public const int Side = 28;

    /// <summary>Draws a set with labels 0 to 9, each about equally often.</summary>
    /// <param name="count">How many; at least 1.</param>
    /// <param name="seed">Same seed, same bytes.</param>
    public static ImageSet Generate(int count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.MaxLength / (Side * Side));
        byte[] pixels = new byte[count * Side * Side];
        byte[] labels = new byte[count];
        Parallel.For(0, count, i => labels[i] = Draw(pixels.AsSpan(i * Side * Side, Side * Side), new SeededRandom(seed, i)));
        return new ImageSet(count, new ImageShape(1, Side, Side), pixels, labels);
    }

    private static byte Draw(Span<byte> pixels, SeededRandom random)
    {
        int digit = random.Below(10);
        var forms = DigitForms.All[digit];
        var form = forms[random.Below(forms.Count)];
        var style = new DigitStyle(ref random);

        // Like MNIST's, digits are centred by the mass of their ink, then moved a little.
        Vector2[][] strokes = [.. form.Select(stroke => Array.ConvertAll(stroke.Points, point => style.Apply(point)))];
        var offset = Inside(strokes, new Vector2(Side / 2f) + style.Shift - CentreOfMass(strokes), style.Radius);
        foreach (var stroke in strokes)
        {
            float length = Length(stroke), travelled = 0;
            for (int i = 1; i < stroke.Length; i++)
            {
                float pressure = 1 + (style.PressureSwing * MathF.Sin(style.PressurePhase + (2 * MathF.PI * travelled / length)));
                StrokeCanvas.DrawSegment(pixels, Side, stroke[i - 1] + offset, stroke[i] + offset, style.Radius * pressure);
                travelled += Vector2.Distance(stroke[i - 1], stroke[i]);
            }
        }

        return (byte)digit;
    }

    // Moves an offset as little as it takes to leave a pixel of paper on each side.
    private static Vector2 Inside(Vector2[][] strokes, Vector2 offset, float radius)
    {
        Vector2 low = new(float.MaxValue), high = new(float.MinValue);
        foreach (var point in strokes.SelectMany(stroke => stroke))
        {
            low = Vector2.Min(low, point);
            high = Vector2.Max(high, point);
        }

        float margin = radius + 1.5f;
        return Vector2.Max(Vector2.Min(offset, new Vector2(Side - margin) - high), new Vector2(margin) - low);
    }

    private static Vector2 CentreOfMass(Vector2[][] strokes)
    {
        var moment = Vector2.Zero;
        float mass = 0;
        foreach (var stroke in strokes)
        {
            for (int i = 1; i < stroke.Length; i++)
            {
                float length = Vector2.Distance(stroke[i - 1], stroke[i]);
                moment += (stroke[i - 1] + stroke[i]) * (length / 2);
                mass += length;
            }
        }

        return moment / mass;
    }

    private static float Length(Vector2[] stroke)
    {
        float length = 0;
        for (int i = 1; i < stroke.Length; i++)
        {
            length += Vector2.Distance(stroke[i - 1], stroke[i]);
        }

        return length;
    }
}
