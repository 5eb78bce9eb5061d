using VaePipeline.Training.Networks;
using static TorchSharp.torch;

namespace VaePipeline.Training.Objective;

/// <summary>
/// The training objective: the negative evidence lower bound of Kingma and Welling 2014 with one latent sample an image
/// and a Bernoulli likelihood of grey pixels, in nats per image.
/// </summary>
internal static class NegativeElbo
{
    /// <summary>Both terms for a batch; their sum is the loss.</summary>
    /// <param name="vae">The model.</param>
    /// <param name="images">x, [N, C, H, W], float32 in [0, 1]. Stays the caller's.</param>
    /// <param name="eps">N(0, I) noise, [N, L], float32. Stays the caller's.</param>
    /// <returns>Two scalars. Intermediate tensors are left to the caller's dispose scope, which has to be there.</returns>
    public static (Tensor Reconstruction, Tensor KlDivergence) Compute(Vae vae, Tensor images, Tensor eps)
    {
        ArgumentNullException.ThrowIfNull(vae);
        var (mean, logVariance) = vae.Encoder.call(images);
        var logits = vae.Decoder.call(Sample(mean, logVariance, eps));
        return (Reconstruction(logits, images), KlDivergence(mean, logVariance));
    }

    /// <summary>z = μ + σ ε: a sample of q(z|x) through which gradients pass.</summary>
    /// <param name="mean">μ, [N, L].</param>
    /// <param name="logVariance">ln σ², [N, L]; not the standard deviation.</param>
    /// <param name="eps">ε, [N, L].</param>
    /// <returns>[N, L], the caller's to dispose.</returns>
    public static Tensor Sample(Tensor mean, Tensor logVariance, Tensor eps)
    {
        ArgumentNullException.ThrowIfNull(logVariance);
        return mean + ((logVariance * 0.5f).exp() * eps);
    }

    /// <summary>Binary cross-entropy between a decoder's logits and the images, computed without a sigmoid.</summary>
    /// <param name="logits">[N, C, H, W].</param>
    /// <param name="images">[N, C, H, W], float32 in [0, 1].</param>
    /// <returns>Scalar, nats per image: summed over pixels, averaged over N. The caller disposes it.</returns>
    public static Tensor Reconstruction(Tensor logits, Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var sum = nn.functional.binary_cross_entropy_with_logits(logits, images, reduction: nn.Reduction.Sum);
        return sum / (float)images.shape[0];
    }

    /// <summary>KL divergence of q(z|x) from N(0, I), closed form; Kingma and Welling 2014, appendix B.</summary>
    /// <param name="mean">μ, [N, L], float32.</param>
    /// <param name="logVariance">ln σ², [N, L], float32; not the standard deviation.</param>
    /// <returns>Scalar, nats per image: summed over L, averaged over N. The caller disposes it.</returns>
    public static Tensor KlDivergence(Tensor mean, Tensor logVariance)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(logVariance);
        return (logVariance.exp() + mean.square() - logVariance - 1f).sum() * (0.5f / mean.shape[0]);
    }
}
