using System.Diagnostics;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Commands;

/// <summary>Progress as plain lines, for logs and pipes: every epoch, and every ten seconds within one.</summary>
/// <param name="output">Receives the lines; stays the caller's.</param>
internal sealed class PlainProgress(TextWriter output) : ITrainingProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly RemainingTime _remaining = new();
    private readonly BestEpoch _best = new();
    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();

    public void OnStep(in StepReport step)
    {
        string remaining = _remaining.After(step);
        if (_sinceLine.Elapsed < Interval)
        {
            return;
        }

        output.WriteLine(FormattableString.Invariant(
            $"step {step.Step}/{step.Steps}: train {EpochReport.Format(step.EpochTerms)}, {step.ImagesPerSecond:F0} images/s, {remaining} left{_best}"));
        _sinceLine.Restart();
    }

    public void OnEpoch(EpochReport epoch)
    {
        _best.See(epoch);
        output.WriteLine(epoch);
        _sinceLine.Restart();
    }
}
