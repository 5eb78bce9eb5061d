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

    /// <summary>Returns these options, or throws where some are out of range.</summary>
    /// <exception cref="ArgumentException">Names every fault.</exception>
    public EvaluationOptions Validated()
    {
        var faults = new List<string>();
        CheckRange("--images", Images, 1, int.MaxValue);
        CheckRange("--importance-samples", ImportanceSamples, 1, 1_000_000);
        if (ProposalScale is { } scale && scale is not (>= 1 and <= 100))
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"--proposal-scale: {scale}; expected 1 to 100."));
        }

        CheckRange("--grid", Grid, 2, 100_000);
        CheckRange("--seed", Seed, 0, long.MaxValue);
        CheckRange("--threads", Threads, 1, 1024);
        if (Grid is not null && !IsExact)
        {
            faults.Add("--grid: found without --exact; expected both. Add --exact, or leave it out.");
        }

        if (ProposalScale is not null && ImportanceSamples is null)
        {
            faults.Add("--proposal-scale: found without --importance-samples; expected both. Add --importance-samples, or leave it out.");
        }

        return faults.Count == 0 ? this : throw new ArgumentException(string.Join(" ", faults) + " See `vae evaluate --help`.");

        void CheckRange(string option, long? value, long low, long high)
        {
            if (value is { } found && (found < low || found > high))
            {
                string range = high is int.MaxValue or long.MaxValue ? $"at least {low}" : FormattableString.Invariant($"{low} to {high}");
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{option}: {found}; expected {range}."));
            }
        }
    }
}
