using TorchSharp;

namespace VaePipeline.Training.Evaluation;

/// <summary>
/// Decoded latents z, ready to give ln p(x|z) of many images at once as one matrix product. Bernoulli, with logits l:
/// x · l - Σ softplus(l). Gaussian, with means y and spread σ: x · y / σ² - Σ (x² + y²) / 2σ² - D ln(σ √2π).
/// </summary>
/// <param name="Slopes">[G, D]: l, or y / σ².</param>
/// <param name="Offsets">[G]: what does not depend on x.</param>
/// <param name="Precision">1 / σ² of the Gaussian likelihood; 0 for Bernoulli, which has no term in x alone.</param>
internal sealed record DecodedPoints(Tensor Slopes, Tensor Offsets, double Precision)
{
    private static readonly double LogRootTwoPi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>Decodes points.</summary>
    /// <param name="vae">The model.</param>
    /// <param name="latents">[G, L].</param>
    /// <returns>Tensors that are left to the caller's dispose scope, which has to be there.</returns>
    public static DecodedPoints Decode(Vae vae, Tensor latents)
    {
        var logits = DecoderBatch.Decode(vae, latents);
        if (vae.LogSigma is not { } logSigma)
        {
            return new DecodedPoints(logits, -logits.softplus().sum(1), 0);
        }

        // In double: with a small σ the terms are large, and their sum is not.
        double spread = logSigma.ToDouble(), precision = Math.Exp(-2 * spread);
        var means = logits.sigmoid().to_type(ScalarType.Float64);
        var offsets = (means.square().sum(1) * (-0.5 * precision)) - (means.shape[1] * (spread + LogRootTwoPi));
        return new DecodedPoints(means * precision, offsets, precision);
    }

    /// <summary>ln Σ p(x|z) over all points, for each of several images.</summary>
    /// <param name="images">x, [N, D], float32 in [0, 1].</param>
    /// <returns>[N]; tensors between are left to the caller's dispose scope.</returns>
    public double[] LogSums(Tensor images)
    {
        var pixels = images.to_type(Slopes.dtype);
        var logSums = nn.functional.linear(pixels, Slopes, Offsets).logsumexp(1);
        if (Precision > 0)
        {
            logSums = logSums - (pixels.square().sum(1) * (0.5 * Precision));
        }

        return logSums.to_type(ScalarType.Float64).data<double>().ToArray();
    }
}
