namespace VaePipeline.Training.Objective;

/// <summary>-ln p(x|z): what the decoder's logits cost, in nats, summed over pixels.</summary>
internal static class Reconstruction
{
    // ½ ln 2π.
    private const double HalfLogTwoPi = 0.91893853320467274;

    /// <summary>For a batch.</summary>
    /// <param name="vae">The model, whose likelihood counts.</param>
    /// <param name="logits">[N, C, H, W].</param>
    /// <param name="images">x, [N, C, H, W], float32 in [0, 1].</param>
    /// <returns>Scalar, nats per image: summed over pixels, averaged over N. The caller disposes it.</returns>
    public static Tensor Mean(Vae vae, Tensor logits, Tensor images)
    {
        using var sum = vae.LogSigma is { } logSigma
            ? Gaussian(logits, images, logSigma).sum()
            : nn.functional.binary_cross_entropy_with_logits(logits, images, reduction: nn.Reduction.Sum);
        return sum / (float)logits.shape[0];
    }

    /// <summary>For each of several images.</summary>
    /// <param name="vae">The model, whose likelihood counts.</param>
    /// <param name="logits">[N, C, H, W].</param>
    /// <param name="images">x, [N, C, H, W], float32 in [0, 1].</param>
    /// <returns>[N]. Intermediate tensors are left to the caller's dispose scope, which has to be there.</returns>
    public static Tensor Each(Vae vae, Tensor logits, Tensor images)
    {
        var pixels = vae.LogSigma is { } logSigma
            ? Gaussian(logits, images, logSigma)
            : nn.functional.binary_cross_entropy_with_logits(logits, images, reduction: nn.Reduction.None);
        return pixels.flatten(1).sum(1);
    }

    // (x - σ(logit))² / 2σ² + ln σ + ½ ln 2π
    private static Tensor Gaussian(Tensor logits, Tensor images, Tensor logSigma) =>
        ((images - logits.sigmoid()) * (-logSigma).exp()).square() * 0.5f + (logSigma + HalfLogTwoPi);
}
