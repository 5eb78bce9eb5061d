using VaePipeline.Training.Networks;
using static TorchSharp.torch;

namespace VaePipeline.Training.Objective;

/// <summary>
/// The negative evidence lower bound of Kingma and Welling 2014 with one latent sample an image, in nats per image.
/// </summary>
internal static class NegativeElbo
{
    /// <summary>Both terms for a batch; their sum is the negative ELBO.</summary>
    /// <param name="vae">The model.</param>
    /// <param name="images">x, [N, C, H, W], float32 in [0, 1]. Stays the caller's.</param>
    /// <param name="eps">N(0, I) noise, [N, L], float32. Stays the caller's.</param>
    /// <returns>Two scalars. Intermediate tensors are left to the caller's dispose scope, which has to be there.</returns>
    public static (Tensor Reconstruction, Tensor KlDivergence) Compute(Vae vae, Tensor images, Tensor eps)
    {
        var (mean, logVariance) = vae.Encoder.call(images);
        var logits = vae.Decoder.call(Sample(mean, logVariance, eps));
        return (Reconstruction.Mean(vae, logits, images), KlDivergence(mean, logVariance).sum());
    }

    /// <summary>z = μ + σ ε: a sample of q(z|x) through which gradients pass.</summary>
    /// <param name="mean">μ, [N, L].</param>
    /// <param name="logVariance">ln σ², [N, L]; not the standard deviation.</param>
    /// <param name="eps">ε, [N, L], or [K, N, L] for K samples an image.</param>
    /// <returns>As <paramref name="eps"/>, the caller's to dispose.</returns>
    public static Tensor Sample(Tensor mean, Tensor logVariance, Tensor eps)
    {
        return mean + ((logVariance * 0.5f).exp() * eps);
    }

    /// <summary>KL divergence of q(z|x) from N(0, I), closed form; Kingma and Welling 2014, appendix B.</summary>
    /// <param name="mean">μ, [N, L], float32.</param>
    /// <param name="logVariance">ln σ², [N, L], float32; not the standard deviation.</param>
    /// <returns>[L], nats per image, averaged over N; their sum is the KL divergence. The caller disposes it.</returns>
    public static Tensor KlDivergence(Tensor mean, Tensor logVariance)
    {
        return (logVariance.exp() + mean.square() - logVariance - 1f).sum(dim: 0) * (0.5f / mean.shape[0]);
    }
}
