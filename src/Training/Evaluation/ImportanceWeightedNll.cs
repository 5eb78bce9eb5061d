using VaePipeline.Contracts.Formats;
using VaePipeline.Training.Data;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Objective;
using static TorchSharp.torch;

namespace VaePipeline.Training.Evaluation;

/// <summary>
/// The importance-weighted bound on -ln p(x) with K samples (Burda, Grosse and Salakhutdinov 2016, L_K): for one sample it is the negative
/// ELBO in expectation, and it falls towards -ln p(x) as K grows.
/// </summary>
internal static class ImportanceWeightedNll
{
    // Images whose posteriors are at hand at a time.
    private const int ImagesAtOnce = 500;

    /// <summary>Mean bound over some images of a set, in nats per image.</summary>
    /// <param name="vae">The model, in evaluation mode.</param>
    /// <param name="images">The set.</param>
    /// <param name="count">How many of its first images, at least 1.</param>
    /// <param name="samples">K, at least 1.</param>
    /// <param name="seed">Decides the samples.</param>
    /// <param name="progress">Hears the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    public static double Measure(
        Vae vae, ImageSet images, int count, int samples, long seed, Action<double> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(vae);
        ArgumentNullException.ThrowIfNull(progress);
        using var noGradient = no_grad();
        using var generator = new Generator((ulong)seed);
        double sum = 0;
        for (int start = 0; start < count; start += ImagesAtOnce)
        {
            int[] batch = [.. Enumerable.Range(start, Math.Min(ImagesAtOnce, count - start))];
            double share = (double)batch.Length / count, before = (double)start / count;
            sum += SumOf(vae, images, batch, samples, generator, done => progress(before + (done * share)), cancellationToken);
        }

        return sum / count;
    }

    private static double SumOf(
        Vae vae, ImageSet images, int[] batch, int samples, Generator generator, Action<double> progress, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        var pixels = ImageBatch.Gather(images, batch);
        var (mean, logVariance) = vae.Encoder.call(pixels);
        var weights = new LogMeans(batch.Length);

        // All samples of all images in one row, cut into pieces: few samples of many images and many of few run alike.
        long rows = (long)batch.Length * samples;
        int size = DecoderBatch.Size(vae.Image);
        for (long start = 0; start < rows; start += size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            long[] imageOfRow = [.. Enumerable.Range(0, (int)Math.Min(size, rows - start)).Select(row => (start + row) / samples)];
            var index = tensor(imageOfRow);
            var (rowMean, rowLogVariance) = (mean.index_select(0, index), logVariance.index_select(0, index));
            var eps = randn([imageOfRow.Length, vae.LatentSize], generator: generator);
            var latents = NegativeElbo.Sample(rowMean, rowLogVariance, eps);
            var costs = Reconstruction.Each(vae, vae.Decoder.call(latents), pixels.index_select(0, index));

            // ln p(x|z) + ln p(z) - ln q(z|x); the constants of both Gaussians cancel.
            var logWeights = ((eps.square() + rowLogVariance - latents.square()).sum(1) * 0.5f) - costs;
            float[] values = logWeights.data<float>().ToArray();
            for (int row = 0; row < values.Length; row++)
            {
                weights.Add((int)imageOfRow[row], values[row]);
            }

            progress((double)(start + values.Length) / rows);
        }

        return -Enumerable.Range(0, batch.Length).Sum(image => weights.LogMean(image, samples));
    }
}
