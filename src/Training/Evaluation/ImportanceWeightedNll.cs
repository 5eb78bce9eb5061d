using VaePipeline.Data.Images;
using VaePipeline.Training.Batches;
using VaePipeline.Training.Objective;

namespace VaePipeline.Training.Evaluation;

/// <summary>
/// The importance-weighted bound on -ln p(x) with K samples (Burda, Grosse and Salakhutdinov 2016, L_K): for one sample it
/// is the negative ELBO in expectation, and it falls towards -ln p(x) as K grows.
/// </summary>
/// <remarks>
/// How fast it falls hangs on the encoder. Where q(z|x) is narrow and lies some of its deviations off the true posterior,
/// thousands of samples miss that: then every second sample from a wider Gaussian helps, weighed against the mixture of
/// both (Hesterberg 1995; the shares are fixed, as in Owen and Zhou 2000). It costs a factor of at most two in K.
/// </remarks>
internal static class ImportanceWeightedNll
{
    // Images whose posteriors are at hand at a time.
    private const int ImagesAtOnce = 500;

    /// <summary>Mean bound over some images of a set, in nats per image.</summary>
    /// <param name="vae">The model, in evaluation mode.</param>
    /// <param name="images">The set.</param>
    /// <param name="count">How many of its first images, at least 1.</param>
    /// <param name="samples">K, at least 1.</param>
    /// <param name="proposalScale">S, at least 1: every second sample is drawn with S times the deviation of q(z|x); 1 draws all from q(z|x).</param>
    /// <param name="seed">Decides the samples.</param>
    /// <param name="progress">Hears the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    public static double Measure(
        Vae vae, ImageSet images, int count, int samples, double proposalScale, long seed, Action<double> progress, CancellationToken cancellationToken)
    {
        using var noGradient = no_grad();
        using var generator = new Generator((ulong)seed);
        double sum = 0;
        for (int start = 0; start < count; start += ImagesAtOnce)
        {
            int[] batch = [.. Enumerable.Range(start, Math.Min(ImagesAtOnce, count - start))];
            double share = (double)batch.Length / count, before = (double)start / count;
            sum += SumOf(vae, images, batch, samples, proposalScale, generator, done => progress(before + (done * share)), cancellationToken);
        }

        return sum / count;
    }

    private static double SumOf(
        Vae vae, ImageSet images, int[] batch, int samples, double proposalScale, Generator generator, Action<double> progress, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        var pixels = ImageBatch.Gather(images, batch);
        var posterior = vae.Encoder.call(pixels);
        var weights = new LogMeans(batch.Length);
        var proposal = new Proposal(samples, proposalScale, vae.LatentSize);

        // All samples of all images in one row, cut into pieces: few samples of many images and many of few run alike.
        long rows = (long)batch.Length * samples;
        int size = DecoderBatch.Size(vae.Image);
        for (long start = 0; start < rows; start += size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            long[] imageOfRow = [.. Enumerable.Range(0, (int)Math.Min(size, rows - start)).Select(row => (start + row) / samples)];
            var index = tensor(imageOfRow);
            var rowPosterior = posterior.Select(index);
            float[] scales = [.. Enumerable.Range(0, imageOfRow.Length).Select(row => (start + row) % samples % 2 == 0 ? 1 : (float)proposalScale)];
            var steps = randn([imageOfRow.Length, vae.LatentSize], generator: generator) * tensor(scales).unsqueeze(1);
            var latents = rowPosterior.Sample(steps);
            var costs = Reconstruction.Each(vae, vae.Decoder.call(latents), pixels.index_select(0, index));

            // ln p(x|z) + ln p(z) + ln σ; the constants of the Gaussians cancel.
            float[] joint = (rowPosterior.LogPriorOfNoise(latents) - costs).data<float>().ToArray();
            float[] distances = steps.square().sum(1).data<float>().ToArray();
            for (int row = 0; row < joint.Length; row++)
            {
                weights.Add((int)imageOfRow[row], joint[row] - proposal.LogDensity(distances[row]));
            }

            progress((double)(start + imageOfRow.Length) / rows);
        }

        return -Enumerable.Range(0, batch.Length).Sum(image => weights.LogMean(image, samples));
    }

    /// <summary>The mixture that samples come from: of K, one half up from q(z|x), one half down from the wider Gaussian.</summary>
    private sealed class Proposal(int samples, double scale, int latentSize)
    {
        private readonly double _wideShare = (double)(samples / 2) / samples;
        private readonly double _logVolume = latentSize * Math.Log(scale);

        /// <summary>ln of its density, without the constant of a Gaussian and without ln σ.</summary>
        /// <param name="distance">Squared distance from μ, in deviations of q(z|x).</param>
        public double LogDensity(double distance)
        {
            if (scale == 1)
            {
                return -0.5 * distance;
            }

            // Both exponents are at most 0, and the second is the larger one far out, where the first may vanish.
            double narrow = -0.5 * distance, wide = (-0.5 * distance / (scale * scale)) - _logVolume, larger = Math.Max(narrow, wide);
            return larger + Math.Log(((1 - _wideShare) * Math.Exp(narrow - larger)) + (_wideShare * Math.Exp(wide - larger)));
        }
    }
}
