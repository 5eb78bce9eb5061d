using VaePipeline.Training.Objective;

namespace VaePipeline.Training.Runs;

/// <summary>Sums over images, from which means follow: what a run adds up as it goes.</summary>
/// <param name="Reconstruction">In nats.</param>
/// <param name="KlDivergence">In nats.</param>
/// <param name="Images">How many images were added.</param>
internal readonly record struct TermSums(double Reconstruction, double KlDivergence, long Images)
{
    /// <summary>Mean of what was added; 0 / 0 where nothing was.</summary>
    public ElboTerms Mean() => new(Reconstruction / Images, KlDivergence / Images);

    /// <summary>These sums and a batch more.</summary>
    /// <param name="terms">Means over the batch.</param>
    /// <param name="images">Images of the batch.</param>
    public TermSums Plus(ElboTerms terms, long images) =>
        new(Reconstruction + (terms.Reconstruction * images), KlDivergence + (terms.KlDivergence * images), Images + images);
}
