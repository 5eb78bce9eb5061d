using VaePipeline.Data.Images;
using VaePipeline.Training.Batches;

namespace VaePipeline.Training.Evaluation;

/// <summary>
/// -ln p(x) of decoders with one or two latents, by quadrature: the weighted mean of p(x|z) over a <see cref="QuantileGrid"/>. The
/// encoder has no part in it.
/// </summary>
internal static class ExactNll
{
    /// <summary>The most latents that a grid can cover.</summary>
    public const int MaximumLatentSize = 2;

    // Numbers of one side of a matrix product: 1,024 images of MNIST, and as many points.
    private const int BlockNumbers = 1024 * 784;

    /// <summary>Points of one latent where none are asked for: dozens lie within a posterior that keeps 7 nats.</summary>
    public static int DefaultGrid(int latentSize) => latentSize == 1 ? 20_000 : 400;

    /// <summary>Mean over some images of a set, in nats per image. Points are decoded once; memory grows neither with them nor with the images.</summary>
    /// <param name="vae">The model, in evaluation mode, of 1 or 2 latents.</param>
    /// <param name="images">The set.</param>
    /// <param name="count">How many of its first images, at least 1.</param>
    /// <param name="grid">N, points of one latent.</param>
    /// <param name="progress">Hears the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Looked at between blocks.</param>
    public static double Measure(
        Vae vae, ImageSet images, int count, int grid, Action<double> progress, CancellationToken cancellationToken)
    {
        using var noGradient = no_grad();
        var points = new QuantileGrid(vae.LatentSize, grid);
        var means = new LogMeans(count);
        int block = Math.Clamp(BlockNumbers / vae.Image.PixelCount, 1, 1024);
        for (long start = 0; start < points.Count; start += block)
        {
            using var scope = NewDisposeScope();
            int blockSize = (int)Math.Min(block, points.Count - start);
            var decoded = DecodedPoints.Decode(vae, tensor(points.Points(start, blockSize), [blockSize, vae.LatentSize]));
            decoded = decoded with { Offsets = decoded.Offsets + tensor(points.LogWeights(start, blockSize)) };
            for (int first = 0; first < count; first += block)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var inner = NewDisposeScope();
                int[] batch = [.. Enumerable.Range(first, Math.Min(block, count - first))];
                double[] logSums = decoded.LogSums(ImageBatch.Gather(images, batch).flatten(1));
                for (int i = 0; i < logSums.Length; i++)
                {
                    means.Add(first + i, logSums[i]);
                }
            }

            progress((double)(start + blockSize) / points.Count);
        }

        return -Enumerable.Range(0, count).Average(image => means.LogMean(image, points.Count));
    }
}
