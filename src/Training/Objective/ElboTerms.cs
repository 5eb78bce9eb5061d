namespace VaePipeline.Training.Objective;

/// <summary>The two terms of the negative ELBO, each in nats per image.</summary>
/// <param name="Reconstruction">Binary cross-entropy, summed over pixels, averaged over images.</param>
/// <param name="KlDivergence">KL divergence of q(z|x) from N(0, I), summed over latents, averaged over images.</param>
internal readonly record struct ElboTerms(double Reconstruction, double KlDivergence)
{
    /// <summary>The sum of both terms: smaller is better.</summary>
    public double NegativeElbo => Reconstruction + KlDivergence;
}
