namespace VaePipeline.Training.Evaluation;

/// <summary>How many latents are decoded at once, so that memory does not grow with what is measured.</summary>
internal static class DecoderBatch
{
    // 512 images of MNIST: the layers before the last hold some fifty times as many numbers, 80 MB.
    private const int Pixels = 512 * 784;

    /// <summary>Latents of one call of the decoder.</summary>
    public static int Size(ImageShape image)
    {
        return Math.Clamp(Pixels / image.PixelCount, 1, 512);
    }

    /// <summary>Decodes any number of latents, some at a time.</summary>
    /// <param name="vae">The model.</param>
    /// <param name="latents">[N, L].</param>
    /// <returns>Logits, [N, C H W]. Intermediate tensors are left to the caller's dispose scope, which has to be there.</returns>
    public static Tensor Decode(Vae vae, Tensor latents)
    {
        int size = Size(vae.Image);
        var parts = new List<Tensor>();
        for (long start = 0; start < latents.shape[0]; start += size)
        {
            using var scope = NewDisposeScope();
            var points = latents.narrow(0, start, Math.Min(size, latents.shape[0] - start));
            parts.Add(vae.Decoder.call(points).flatten(1).MoveToOuterDisposeScope());
        }

        return parts.Count == 1 ? parts[0] : cat(parts);
    }
}
