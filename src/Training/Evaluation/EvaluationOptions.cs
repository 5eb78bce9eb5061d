using VaePipeline.CommandLine;
namespace VaePipeline.Training.Evaluation;

/// <summary>What is measured on a model, and how.</summary>
internal sealed record EvaluationOptions
{
    /// <summary>Measure on the first so many images, at least 1; null takes all.</summary>
    public int? Images { get; init; }

    /// <summary>K of the importance-weighted bound, 1 to 1,000,000; null leaves it out.</summary>
    public int? ImportanceSamples { get; init; }

    /// <summary>S, 1 to 100: every second sample has S times the deviation of q(z|x), see <see cref="ImportanceWeightedNll"/>; null takes 1.</summary>
    public double? ProposalScale { get; init; }

    /// <summary>Whether -ln p(x) is integrated over a grid: for one or two latents.</summary>
    public bool IsExact { get; init; }

    /// <summary>Points of one latent on that grid, 2 to 100,000; null takes <see cref="ExactNll.DefaultGrid"/>.</summary>
    public int? Grid { get; init; }

    /// <summary>Decides all latent samples; at least 0. Null takes the seed of the model's run: the samples that its card was measured with.</summary>
    public long? Seed { get; init; }

    /// <summary>Threads for tensor arithmetic, 1 to 1,024.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The options on a command line, with their ranges.</summary>
    public static OptionTable<EvaluationOptions> Table { get; } = new(
        new NumberEntry<EvaluationOptions, int>(
            "--images", new(1, int.MaxValue), "Measure on the first N images only.", o => o.Images, (o, value) => o with { Images = value }, "all"),
        new NumberEntry<EvaluationOptions, int>(
            "--importance-samples",
            new(1, 1_000_000),
            "Also measure the importance-weighted bound with N samples per image, such as 5000.",
            o => o.ImportanceSamples,
            (o, value) => o with { ImportanceSamples = value },
            "none"),
        new NumberEntry<EvaluationOptions, double>(
            "--proposal-scale",
            new(1, 100),
            "Draw every second of these samples with X times the standard deviation of q(z|x), to find what a narrow q(z|x) misses.",
            o => o.ProposalScale,
            (o, value) => o with { ProposalScale = value },
            "1"),
        new NumberEntry<EvaluationOptions, int>(
            "--grid",
            new(2, 100_000),
            "Grid points per latent for --exact.",
            o => o.Grid,
            (o, value) => o with { Grid = value },
            $"{ExactNll.DefaultGrid(2)}, that is {ExactNll.DefaultGrid(2)} x {ExactNll.DefaultGrid(2)}; {ExactNll.DefaultGrid(1)} for one latent"),
        new NumberEntry<EvaluationOptions, long>(
            "--seed", new(0, long.MaxValue), "Seed of the latent samples.", o => o.Seed, (o, value) => o with { Seed = value }, "the seed of the model's run"),
        new NumberEntry<EvaluationOptions, int>(
            "--threads", new(1, 1024), "Threads for tensor arithmetic.", o => o.Threads, (o, value) => o with { Threads = value }, "physical cores"));

    /// <summary>Returns these options, or throws if some are out of range.</summary>
    /// <exception cref="ArgumentException">Names every fault.</exception>
    public EvaluationOptions Validated()
    {
        List<string> faults = [.. Table.Faults(this)];
        if (Grid is not null && !IsExact)
        {
            faults.Add("--grid: found without --exact; expected both. Add --exact, or leave it out.");
        }

        if (ProposalScale is not null && ImportanceSamples is null)
        {
            faults.Add("--proposal-scale: found without --importance-samples; expected both. Add --importance-samples, or leave it out.");
        }

        return faults.Count == 0 ? this : throw new ArgumentException($"{string.Join(" ", faults)} Run \"vae evaluate --help\" for usage.");
    }
}
