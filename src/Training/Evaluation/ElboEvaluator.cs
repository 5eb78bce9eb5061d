using TorchSharp;
using VaePipeline.Data.Images;
using VaePipeline.Training.Batches;
using VaePipeline.Training.Objective;

namespace VaePipeline.Training.Evaluation;

/// <summary>Measures the negative ELBO on images, without gradients and in <c>eval()</c>.</summary>
internal static class ElboEvaluator
{
    /// <summary>What is measured, in the words of model cards and results.</summary>
    public static string Definition(Likelihood likelihood) =>
        $"Negative ELBO, an upper bound on -ln p(x), in nats per image: {ReconstructionDefinition(likelihood)}, plus the KL divergence "
        + "of q(z|x) from N(0, I) summed over latents, both averaged over images; one seeded latent sample an image.";

    /// <summary>What the first term is.</summary>
    public static string ReconstructionDefinition(Likelihood likelihood) => likelihood == Likelihood.Bernoulli
        ? "binary cross-entropy of grey pixels in [0, 1] summed over pixels"
        : "-ln of the normal density of pixels in [0, 1] around the decoder's image, with one learned standard deviation, summed over pixels";

    // Part of the definition: the noise of an image depends on the batch that it is drawn with.
    private const int BatchSize = 500;

    /// <summary>Both terms on some images of a set. Puts the model back into the mode that it was in.</summary>
    /// <param name="vae">The model.</param>
    /// <param name="images">The set.</param>
    /// <param name="indices">Positions in it, at least one.</param>
    /// <param name="seed">Decides the latent samples: the same in every call, so that two epochs can be compared.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    public static ElboTerms Evaluate(
        Vae vae, ImageSet images, ReadOnlySpan<int> indices, long seed, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(indices.Length, nameof(indices));
        using var noGradient = no_grad();
        using var generator = new Generator((ulong)seed);
        bool wasTraining = vae.training;
        vae.eval();
        var sums = default(TermSums);
        for (int start = 0; start < indices.Length; start += BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var batch = indices.Slice(start, Math.Min(BatchSize, indices.Length - start));
            var (reconstruction, klDivergence) = NegativeElbo.Compute(
                vae, ImageBatch.Gather(images, batch), randn([batch.Length, vae.LatentSize], generator: generator));
            sums = sums.Plus(new ElboTerms(reconstruction.ToDouble(), klDivergence.ToDouble()), batch.Length);
        }

        vae.train(wasTraining);
        return sums.Mean();
    }
}
