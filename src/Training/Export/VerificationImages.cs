using VaePipeline.Data.Digits;
using VaePipeline.Data.Images;
using VaePipeline.OnnxExport.Verification;
using VaePipeline.Training.Batches;

namespace VaePipeline.Training.Export;

/// <summary>Images that an exported encoder is compared on: [M, C, H, W] row-major, values in [0, 1].</summary>
internal static class VerificationImages
{
    // Neither of the data set's own seeds: these digits are nobody's training images.
    private const long DigitSeed = 3;

    /// <summary>How many are enough: every batch gets images of its own.</summary>
    public static int Count { get; } = OnnxParity.BatchSizes.Sum();

    /// <summary>The first images of a set, each pixel / 255.</summary>
    public static float[] First(ImageSet images)
    {
        var pixels = images.Pixels.AsSpan(0, Math.Min(Count, images.Count) * images.Shape.PixelCount);
        var values = new float[pixels.Length];
        ImageBatch.Scale(pixels, values);
        return values;
    }

    /// <summary>Images where no data set is at hand: drawn digits, or what the decoder draws where digits do not fit the network.</summary>
    public static float[] BuiltIn(Vae vae)
    {
        var digits = DigitGenerator.Generate(Count, DigitSeed);
        return digits.Shape == vae.Image ? First(digits) : [.. VaeParity.DecoderBatches(vae).SelectMany(batch => batch.Expected[0].Data)];
    }
}
