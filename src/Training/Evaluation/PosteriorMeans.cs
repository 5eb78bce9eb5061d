using VaePipeline.Data.Images;
using VaePipeline.Training.Batches;

namespace VaePipeline.Training.Evaluation;

/// <summary>Where a model's encoder puts the images of a set.</summary>
/// <param name="Values">μ of q(z|x), [N, L].</param>
/// <param name="LatentSize">L.</param>
internal sealed record PosteriorMeans(float[] Values, int LatentSize)
{
    /// <summary>Variance over images from which a latent counts as active; Burda, Grosse and Salakhutdinov 2016.</summary>
    public const double ActiveVariance = 0.01;

    private const int BatchSize = 500;

    /// <summary>N.</summary>
    public int Count => Values.Length / LatentSize;

    /// <summary>Encodes the first images of a set.</summary>
    /// <param name="vae">The model, in evaluation mode.</param>
    /// <param name="images">The set.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    public static PosteriorMeans Of(Vae vae, ImageSet images, int count, CancellationToken cancellationToken)
    {
        using var noGradient = no_grad();
        float[] values = new float[(long)count * vae.LatentSize];
        for (int start = 0; start < count; start += BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            int[] batch = [.. Enumerable.Range(start, Math.Min(BatchSize, count - start))];
            vae.Encoder.call(ImageBatch.Gather(images, batch)).Mean.data<float>().CopyTo(values, start * vae.LatentSize);
        }

        return new PosteriorMeans(values, vae.LatentSize);
    }

    /// <summary>Variance of each latent's mean over the images, [L].</summary>
    public double[] Variances()
    {
        double[] variances = new double[LatentSize];
        for (int latent = 0; latent < LatentSize; latent++)
        {
            double sum = 0, squares = 0;
            for (int i = latent; i < Values.Length; i += LatentSize)
            {
                sum += Values[i];
                squares += (double)Values[i] * Values[i];
            }

            variances[latent] = (squares / Count) - (sum / Count * (sum / Count));
        }

        return variances;
    }

    /// <summary>Latents that depend on the image: those whose variance is above <see cref="ActiveVariance"/>.</summary>
    public int ActiveUnits() => Variances().Count(variance => variance > ActiveVariance);
}
