namespace VaePipeline.Training.Objective;

/// <summary>The two terms of the negative ELBO, each in nats per image.</summary>
/// <param name="Reconstruction">Binary cross-entropy, summed over pixels, averaged over images.</param>
/// <param name="KlDivergence">KL divergence of q(z|x) from N(0, I), summed over latents, averaged over images.</param>
internal readonly record struct ElboTerms(double Reconstruction, double KlDivergence)
{
    /// <summary>The sum of both terms: smaller is better.</summary>
    public double NegativeElbo => Reconstruction + KlDivergence;
}

/// <summary>Sums over images, from which means follow: what a run adds up as it goes.</summary>
/// <param name="Reconstruction">In nats.</param>
/// <param name="KlDivergence">In nats.</param>
/// <param name="Images">How many images were added.</param>
internal readonly record struct TermSums(double Reconstruction, double KlDivergence, long Images)
{
    /// <summary>Mean of what was added; 0 / 0 if nothing was.</summary>
    public ElboTerms Mean() => new(Reconstruction / Images, KlDivergence / Images);

    /// <summary>These sums and a batch more.</summary>
    /// <param name="terms">Means over the batch.</param>
    /// <param name="images">Images of the batch.</param>
    public TermSums Plus(ElboTerms terms, long images) =>
        new(Reconstruction + (terms.Reconstruction * images), KlDivergence + (terms.KlDivergence * images), Images + images);
}
