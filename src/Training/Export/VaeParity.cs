using TorchSharp;
using VaePipeline.Contracts.Numbers;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.OnnxExport.Graphs;
using VaePipeline.OnnxExport.Verification;

namespace VaePipeline.Training.Export;

/// <summary>Batches that an exported VAE is compared on, computed by the network's own forward functions.</summary>
internal static class VaeParity
{
    // Any seed would do; a fixed one makes a failure come back.
    private const int LatentSeed = 20;

    /// <summary>Images -> mean and log-variance, at each of <see cref="OnnxParity.BatchSizes"/>.</summary>
    /// <param name="vae">The network.</param>
    /// <param name="images">Images, [M, C, H, W], values in [0, 1], M at least 1. Batches follow one another and begin anew at the end.</param>
    public static IReadOnlyList<ParityBatch> EncoderBatches(Vae vae, ReadOnlyMemory<float> images)
    {
        var pixels = vae.Image.PixelCount;
        var available = images.Length / pixels;
        var next = 0;
        return [.. OnnxParity.BatchSizes.Select(size =>
        {
            var data = new float[size * pixels];
            for (var i = 0; i < size; i++, next++)
            {
                images.Slice(next % available * pixels, pixels).CopyTo(data.AsMemory(i * pixels));
            }

            return Encode(vae, new NamedTensor(TensorNames.Image, [size, vae.Image.Channels, vae.Image.Height, vae.Image.Width], data));
        })];
    }

    /// <summary>Latents from N(0, I) -> images, at each of <see cref="OnnxParity.BatchSizes"/>.</summary>
    /// <param name="vae">The network.</param>
    public static IReadOnlyList<ParityBatch> DecoderBatches(Vae vae)
    {
        var random = new SeededRandom(LatentSeed, 0);
        return [.. OnnxParity.BatchSizes.Select(size =>
            Decode(vae, new NamedTensor(TensorNames.Latent, [size, vae.LatentSize], TensorCopy.Noise(ref random, size * vae.LatentSize))))];
    }

    /// <summary>Latents of a caller -> images, in batches of 500.</summary>
    /// <param name="vae">The network.</param>
    /// <param name="latents">[M, L].</param>
    public static IEnumerable<ParityBatch> DecoderBatches(Vae vae, NamedTensor latents) => latents.Data.Chunk(500 * vae.LatentSize).Select(
        chunk => Decode(vae, new NamedTensor(TensorNames.Latent, [chunk.Length / vae.LatentSize, vae.LatentSize], chunk)));

    private static ParityBatch Encode(Vae vae, NamedTensor input) => Run(input, images =>
    {
        var posterior = vae.Encoder.call(images);
        return [TensorCopy.Of(TensorNames.Mean, posterior.Mean), TensorCopy.Of(TensorNames.LogVariance, posterior.LogVariance)];
    });

    private static ParityBatch Decode(Vae vae, NamedTensor input) =>
        Run(input, latents => [TensorCopy.Of(TensorNames.Image, vae.Decoder.call(latents).sigmoid())]);

    private static ParityBatch Run(NamedTensor input, Func<torch.Tensor, NamedTensor[]> network)
    {
        using var withoutGradients = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        return new ParityBatch([input], network(input.ToTensor()));
    }
}
