using VaePipeline.Data.Images;

namespace VaePipeline.Training.Networks;

/// <summary>
/// Starts a decoder at the mean of the data: the bias of its last layer becomes the logit of each channel's mean pixel,
/// or of each pixel's mean where the layer has a bias for each pixel.
/// </summary>
/// <remarks>
/// From zero, every pixel starts at one half and the first hundreds of steps go into blackening the background; with
/// Glorot weights and Adam at 1e-3 or 2e-3 on MNIST, two seeds of three came out of that with one of two latents hardly
/// used for epochs. From the mean, the same seeds used both within the first two hundred steps.
/// </remarks>
internal static class OutputBias
{
    // Half a grey level: a channel or pixel that is always black must not give an infinite logit.
    private const double LowestMean = 0.5 / 255;

    /// <summary>Sets the bias.</summary>
    /// <param name="vae">The model, not yet trained.</param>
    /// <param name="images">The training set, of the model's shape.</param>
    /// <param name="indices">The images to average, at least one.</param>
    public static void StartAtMean(Vae vae, ImageSet images, ReadOnlySpan<int> indices)
    {
        ArgumentOutOfRangeException.ThrowIfZero(indices.Length, nameof(indices));
        using var noGradient = no_grad();
        using var values = tensor(MeanLogits(images, indices, (int)vae.OutputBias.numel()));
        vae.OutputBias.copy_(values);
    }

    // An image is a row of `count` runs of equally many pixels: channels, or single pixels.
    private static float[] MeanLogits(ImageSet images, ReadOnlySpan<int> indices, int count)
    {
        int pixelCount = images.Shape.PixelCount, run = pixelCount / count;
        long[] sums = new long[count];
        foreach (int index in indices)
        {
            var pixels = images.Pixels.AsSpan(index * pixelCount, pixelCount);
            for (int i = 0; i < count; i++)
            {
                sums[i] += Sum(pixels.Slice(i * run, run));
            }
        }

        double total = 255.0 * run * indices.Length;
        return Array.ConvertAll(sums, sum => Logit(Math.Clamp(sum / total, LowestMean, 1 - LowestMean)));
    }

    private static long Sum(ReadOnlySpan<byte> pixels)
    {
        long sum = 0;
        foreach (byte pixel in pixels)
        {
            sum += pixel;
        }

        return sum;
    }

    private static float Logit(double probability) => (float)Math.Log(probability / (1 - probability));
}
