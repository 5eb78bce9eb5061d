using System.Numerics;

namespace VaePipeline.Inference.Sessions;

/// <summary>
/// Pixels in [0, 1] to bytes and back, with the numbers of ONNX's QuantizeLinear and DequantizeLinear at scale 1/255
/// and zero point 0: divide by the scale, round half to even, saturate.
/// </summary>
internal static class PixelQuantizer
{
    // QuantizeLinear divides by the float32 scale; multiplying by 255 would round some pixels the other way.
    private const float Scale = 1f / 255f;

    /// <summary>Quantizes; values below 0 become 0, above 1 become 255, NaN becomes 0.</summary>
    /// <param name="pixels">Pixels in [0, 1].</param>
    /// <param name="bytes">As long as <paramref name="pixels"/>.</param>
    public static void Quantize(ReadOnlySpan<float> pixels, Span<byte> bytes)
    {
        int i = 0;
        int floats = Vector<float>.Count;
        for (; i <= pixels.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector<short> low = Vector.Narrow(Level(pixels[i..]), Level(pixels[(i + floats)..]));
            Vector<short> high = Vector.Narrow(Level(pixels[(i + (2 * floats))..]), Level(pixels[(i + (3 * floats))..]));
            Vector.Narrow(Vector.AsVectorUInt16(low), Vector.AsVectorUInt16(high)).CopyTo(bytes[i..]);
        }

        for (; i < pixels.Length; i++)
        {
            float level = MathF.Round(pixels[i] / Scale, MidpointRounding.ToEven);
            bytes[i] = level > 0f ? (byte)MathF.Min(level, 255f) : (byte)0;
        }
    }

    /// <summary>Dequantizes to pixels in [0, 1].</summary>
    /// <param name="bytes">Pixels, 0 to 255.</param>
    /// <param name="pixels">As long as <paramref name="bytes"/>.</param>
    public static void Dequantize(ReadOnlySpan<byte> bytes, Span<float> pixels)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            pixels[i] = bytes[i] * Scale;
        }
    }

    private static Vector<int> Level(ReadOnlySpan<float> pixels)
    {
        Vector<float> levels = Vector.Round(new Vector<float>(pixels) / new Vector<float>(Scale), MidpointRounding.ToEven);
        levels = Vector.MinNumber(Vector.MaxNumber(levels, Vector<float>.Zero), new Vector<float>(255f));
        return Vector.ConvertToInt32(levels);
    }
}
