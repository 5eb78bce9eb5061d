namespace VaePipeline.Training.Networks;

/// <summary>
/// q(z|x) = N(μ, diag σ²): a Gaussian with independent dimensions for each of N images, and all that is computed with it.
/// Formulas are those of Kingma and Welling 2014, section 3 and appendix B. Results and what is computed between are left
/// to the caller's dispose scope.
/// </summary>
/// <param name="Mean">μ, [N, L], float32.</param>
/// <param name="LogVariance">ln σ², [N, L], float32; not the standard deviation.</param>
internal readonly record struct DiagonalGaussian(Tensor Mean, Tensor LogVariance)
{
    /// <summary>
    /// Bounds of the log-variance. The clamp is part of the encoder: loss, evaluation and the exported graph (a Clip
    /// node) all see it. Trained encoders stay far inside; it keeps exp(ln σ²) finite in the first steps.
    /// </summary>
    public const float MinimumLogVariance = -30;

    /// <inheritdoc cref="MinimumLogVariance"/>
    public const float MaximumLogVariance = 20;

    /// <summary>Makes one of what an encoder's heads give.</summary>
    /// <param name="mean">μ, [N, L].</param>
    /// <param name="unbounded">ln σ² before the clamp, [N, L]; stays the caller's.</param>
    public static DiagonalGaussian Clamped(Tensor mean, Tensor unbounded) => new(mean, unbounded.clamp(MinimumLogVariance, MaximumLogVariance));

    /// <summary>z = μ + σ ε: a sample through which gradients pass.</summary>
    /// <param name="eps">ε from N(0, I), [N, L], or [K, N, L] for K samples per image.</param>
    /// <returns>As <paramref name="eps"/>.</returns>
    public Tensor Sample(Tensor eps) => Mean + ((LogVariance * 0.5f).exp() * eps);

    /// <summary>KL divergence from the prior N(0, I), closed form: (σ² + μ² - ln σ² - 1) / 2 per dimension.</summary>
    /// <returns>[L], nats per image, averaged over N; their sum is the KL divergence.</returns>
    public Tensor KlFromPrior() => (LogVariance.exp() + Mean.square() - LogVariance - 1f).sum(dim: 0) * (0.5f / Mean.shape[0]);

    /// <summary>w (ln p(z) - ln q(z|x)) of samples; the constants of both Gaussians cancel.</summary>
    /// <param name="latents">z, what <see cref="Sample"/> gave, [K, N, L].</param>
    /// <param name="eps">ε of these samples, [K, N, L].</param>
    /// <param name="weight">w.</param>
    /// <returns>[K, N], nats: summed over L.</returns>
    public Tensor LogRatio(Tensor latents, Tensor eps, double weight) =>
        (eps.square() + LogVariance - latents.square()).sum(2) * (float)(0.5 * weight);

    /// <summary>
    /// ln p(z) + Σ ln σ of samples, without the constant of the Gaussian: the prior's density as one of ε, for samples
    /// whose ε is not from N(0, I).
    /// </summary>
    /// <param name="latents">z, [N, L].</param>
    /// <returns>[N], nats: summed over L.</returns>
    public Tensor LogPriorOfNoise(Tensor latents) => (LogVariance - latents.square()).sum(1) * 0.5f;

    /// <summary>The Gaussians of some images, in any order and number.</summary>
    /// <param name="index">Positions of the images, [M], int64.</param>
    public DiagonalGaussian Select(Tensor index) => new(Mean.index_select(0, index), LogVariance.index_select(0, index));
}
