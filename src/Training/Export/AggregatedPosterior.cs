using TorchSharp;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.Data.Images;
using VaePipeline.OnnxExport.Graphs;
using VaePipeline.Training.Batches;

namespace VaePipeline.Training.Export;

/// <summary>Latents as a trained model uses them: of q(z|x), averaged over images.</summary>
internal static class AggregatedPosterior
{
    // Any seed would do; a fixed one makes two exports equal.
    private const long NoiseSeed = 21;

    /// <summary>Draws one latent for each of the first images of a set.</summary>
    /// <param name="vae">The network, in evaluation mode.</param>
    /// <param name="images">Images of the network's shape.</param>
    /// <param name="count">How many; fewer where the set has fewer.</param>
    /// <returns>[count, L].</returns>
    public static NamedTensor Draw(Vae vae, ImageSet images, int count)
    {
        using var withoutGradients = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(NoiseSeed);
        var batch = ImageBatch.Gather(images, Enumerable.Range(0, Math.Min(count, images.Count)).ToArray());
        var posterior = vae.Encoder.call(batch);
        return TensorCopy.Of(TensorNames.Latent, posterior.Sample(torch.randn(posterior.Mean.shape, generator: generator)));
    }
}
