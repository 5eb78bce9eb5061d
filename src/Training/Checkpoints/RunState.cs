using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Checkpoints;

/// <summary>
/// Where a run stands between two steps, besides its tensors. No generator's state is part of it: every draw follows from
/// the seed and the step or the epoch.
/// </summary>
internal sealed record RunState
{
    /// <summary>Steps done; the epoch follows from it.</summary>
    public long Step { get; init; }

    /// <summary>Steps of an epoch.</summary>
    public long StepsPerEpoch { get; init; }

    /// <summary>Sums of the epoch that is going on; empty at its begin.</summary>
    public TermSums Epoch { get; init; }

    /// <summary>Sums since the last line of <c>metrics.jsonl</c> about steps.</summary>
    public TermSums Window { get; init; }

    /// <summary>Step behind the best epoch so far; 0 where there is none.</summary>
    public long BestStep { get; init; }

    /// <summary>That epoch's negative ELBO on the held-out images, nats per image; null where there is none.</summary>
    public double? BestNegativeElbo { get; init; }

    /// <summary>Seconds of training and validation, over all parts of the run.</summary>
    public double Seconds { get; init; }
}
