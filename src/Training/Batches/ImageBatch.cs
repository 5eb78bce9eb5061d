using System.Numerics;
using System.Runtime.InteropServices;
using VaePipeline.Data.Images;

namespace VaePipeline.Training.Batches;

/// <summary>
/// Gathers images into a tensor, straight into its memory: no copy between, nothing kept as float.
/// </summary>
internal static class ImageBatch
{
    /// <summary>Copies images into a new tensor.</summary>
    /// <param name="images">The set; pixels 0..255.</param>
    /// <param name="indices">N positions in the set, in any order.</param>
    /// <returns>[N, C, H, W], float32, each value pixel / 255. The caller disposes it.</returns>
    public static Tensor Gather(ImageSet images, ReadOnlySpan<int> indices)
    {
        var batch = Empty(indices.Length, images.Shape);
        Fill(batch, images, indices);
        return batch;
    }

    /// <summary>A tensor for <paramref name="count"/> images of a shape, its values not yet set.</summary>
    public static Tensor Empty(int count, ImageShape shape)
    {
        return empty([count, shape.Channels, shape.Height, shape.Width], ScalarType.Float32);
    }

    /// <summary>Copies images into a tensor that <see cref="Empty"/> made for as many.</summary>
    public static void Fill(Tensor batch, ImageSet images, ReadOnlySpan<int> indices)
    {
        int pixelCount = images.Shape.PixelCount;
        var values = Values(batch);
        for (int i = 0; i < indices.Length; i++)
        {
            Scale(images.Pixels.AsSpan(indices[i] * pixelCount, pixelCount), values.Slice(i * pixelCount, pixelCount));
        }
    }

    /// <summary>Copies pixels, row-major, into a tensor that <see cref="Empty"/> made for as many.</summary>
    public static void Fill(Tensor batch, ReadOnlySpan<byte> pixels) => Scale(pixels, Values(batch));

    private static Span<float> Values(Tensor batch)
    {
        return MemoryMarshal.Cast<byte, float>(batch.bytes);
    }

    /// <summary>value = pixel / 255, rounded as a division is.</summary>
    internal static void Scale(ReadOnlySpan<byte> pixels, Span<float> values)
    {
        var divisor = new Vector<float>(255f);
        int i = 0;
        for (; i <= pixels.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(pixels[i..]), out var low, out var high);
            Store(low, values[i..], divisor);
            Store(high, values[(i + Vector<ushort>.Count)..], divisor);
        }

        for (; i < pixels.Length; i++)
        {
            values[i] = pixels[i] / 255f;
        }
    }

    private static void Store(Vector<ushort> pixels, Span<float> values, Vector<float> divisor)
    {
        Vector.Widen(pixels, out var low, out var high);
        (Vector.ConvertToSingle(Vector.AsVectorInt32(low)) / divisor).CopyTo(values);
        (Vector.ConvertToSingle(Vector.AsVectorInt32(high)) / divisor).CopyTo(values[Vector<uint>.Count..]);
    }
}
