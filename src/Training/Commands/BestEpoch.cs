using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Commands;

/// <summary>The best epoch so far, for those who watch a run.</summary>
internal sealed class BestEpoch
{
    private EpochReport? _best;

    /// <summary>Takes an epoch into account.</summary>
    public void See(EpochReport epoch)
    {
        if (epoch.IsBest)
        {
            _best = epoch;
        }
    }

    /// <summary>As <c>, best 149.98 (epoch 7)</c>; empty before the first.</summary>
    public override string ToString() => _best is { Validation: { } validation }
        ? FormattableString.Invariant($", best {validation.NegativeElbo:F2} (epoch {_best.Epoch})")
        : "";
}
