using VaePipeline.Contracts.Numbers;
using VaePipeline.Data.Images;

namespace VaePipeline.Training.Evaluation;

/// <summary>Measures a model on images.</summary>
/// <param name="vae">The model, in evaluation mode; stays the caller's.</param>
/// <param name="images">The images, of the model's shape.</param>
/// <param name="options">What is measured; valid.</param>
/// <param name="seeds">Decide the samples.</param>
/// <param name="progress">Hears what is being measured and the share that is done, 0 to 1.</param>
internal sealed class ModelEvaluation(Vae vae, ImageSet images, EvaluationOptions options, RunSeeds seeds, Action<string, double> progress)
{
    private const string Nats = "nats per image";

    /// <summary>How many images are measured.</summary>
    public int Count { get; } = Math.Min(options.Images ?? images.Count, images.Count);

    /// <summary>Measures all that the options ask for.</summary>
    /// <exception cref="InvalidOperationException">A figure is not finite.</exception>
    public IReadOnlyList<EvaluationFigure> Measure(CancellationToken cancellationToken)
    {
        int[] indices = [.. Enumerable.Range(0, Count)];
        var elbo = ElboEvaluator.Evaluate(vae, images, indices, seeds.EvaluationNoise, cancellationToken);
        int activeUnits = PosteriorMeans.Of(vae, images, Count, cancellationToken).ActiveUnits();
        List<EvaluationFigure> figures =
        [
            new("reconstruction", "reconstruction", elbo.Reconstruction, Nats,
                $"-ln p(x|z): {ElboEvaluator.ReconstructionDefinition(vae.Options.Likelihood)}, for one seeded sample z of q(z|x) an image; averaged over images."),
            new("klDivergence", "KL divergence", elbo.KlDivergence, Nats,
                "KL divergence of q(z|x) from the prior N(0, I), closed form, summed over latents, averaged over images."),
            new("negativeElbo", "negative ELBO", elbo.NegativeElbo, Nats,
                "The sum of both: an upper bound on -ln p(x), in expectation over the samples."),
            new("activeUnits", "active units", activeUnits, Invariant($"of {vae.LatentSize} latents"),
                Invariant($"Latents whose posterior mean varies over the images with a variance above {PosteriorMeans.ActiveVariance} (Burda, Grosse and Salakhutdinov 2016).")),
        ];
        if (options.ImportanceSamples is { } samples)
        {
            figures.Add(ImportanceWeighted(samples, cancellationToken));
        }

        if (options.IsExact)
        {
            var exact = Exact(cancellationToken);
            figures.Add(exact);
            figures.Add(new EvaluationFigure("inferenceGap", "inference gap", elbo.NegativeElbo - exact.Value, Nats,
                "Negative ELBO - exact NLL: the KL divergence of q(z|x) from the true posterior p(z|x), averaged over images; what a better encoder could still gain."));
        }

        return figures.Find(figure => !double.IsFinite(figure.Value)) is { } broken
            ? throw new InvalidOperationException(Invariant($"{broken.Label}: {broken.Value}; expected a finite number. The weights are not those of a run that went well: train the model again."))
            : figures;
    }

    private EvaluationFigure ImportanceWeighted(int samples, CancellationToken cancellationToken)
    {
        double scale = options.ProposalScale ?? 1;
        string label = Invariant($"NLL, IWAE-{samples}");
        string density = scale == 1 ? "q(z|x)" : "r(z|x)";
        string proposal = scale == 1
            ? density
            : Invariant($"{density}, half of them from q(z|x) and half from it with {scale} times the deviation (Hesterberg 1995)");
        return new EvaluationFigure(
            "importanceWeightedNll",
            label,
            ImportanceWeightedNll.Measure(vae, images, Count, samples, scale, seeds.ImportanceNoise, done => progress(label, done), cancellationToken),
            Nats,
            Invariant($"-ln of the mean of p(x, z) / {density} over {samples} seeded samples z of {proposal} an image, averaged over images (Burda, Grosse and Salakhutdinov 2016): an upper bound on -ln p(x), in expectation, that falls towards it as the samples grow."));
    }

    private EvaluationFigure Exact(CancellationToken cancellationToken)
    {
        const string Label = "NLL, exact";
        int grid = options.Grid ?? ExactNll.DefaultGrid(vae.LatentSize);
        string points = vae.LatentSize == 1 ? $"{grid}" : Invariant($"{grid} x {grid}");
        return new EvaluationFigure(
            "exactNll",
            Label,
            ExactNll.Measure(vae, images, Count, grid, done => progress(Label, done), cancellationToken),
            Nats,
            $"-ln of the integral of p(x|z) p(z) by the midpoint rule over {points} points z, in each latent the quantiles of (i + 0.5) / N of N(0, 4), twice as wide as the prior; averaged over images. No encoder and no sample has a part in it.");
    }
}

/// <summary>One number about a model, with what it is.</summary>
/// <param name="Name">In JSON, as <c>negativeElbo</c>.</param>
/// <param name="Label">For people, as <c>negative ELBO</c>.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">As <c>nats per image</c>.</param>
/// <param name="Definition">What was computed, in whole words.</param>
internal sealed record EvaluationFigure(string Name, string Label, double Value, string Unit, string Definition);
