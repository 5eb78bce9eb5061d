namespace VaePipeline.Training.Objective;

/// <summary>The negative evidence lower bound of Kingma and Welling 2014 with one latent sample per image, in nats per image.</summary>
internal static class NegativeElbo
{
    /// <summary>Both terms for a batch; their sum is the negative ELBO.</summary>
    /// <param name="vae">The model.</param>
    /// <param name="images">x, [N, C, H, W], float32 in [0, 1]. Stays the caller's.</param>
    /// <param name="eps">N(0, I) noise, [N, L], float32. Stays the caller's.</param>
    /// <returns>Two scalars. Intermediate tensors are left to the caller's dispose scope, which has to be there.</returns>
    public static (Tensor Reconstruction, Tensor KlDivergence) Compute(Vae vae, Tensor images, Tensor eps)
    {
        var posterior = vae.Encoder.call(images);
        var logits = vae.Decoder.call(posterior.Sample(eps));
        return (Reconstruction.Mean(vae, logits, images), posterior.KlFromPrior().sum());
    }
}
