using System.Diagnostics;

namespace VaePipeline.Training.Runs;

/// <summary>
/// Guesses how long a run still takes, from the steps that this process has done; validation counts with the steps around
/// it.
/// </summary>
internal sealed class RemainingTime
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    private long? _before;

    /// <summary>Time left after a step, as <c>12:34</c> or <c>1:02:03</c>.</summary>
    public string After(in StepReport step)
    {
        // A resumed run begins at a later step, and the clock with it.
        _before ??= step.Step - 1;
        return Format(Estimate(_clock.Elapsed, _before.Value, step));
    }

    /// <summary>Time left.</summary>
    /// <param name="elapsed">Time of the steps that this process has done.</param>
    /// <param name="before">Steps that it did not do.</param>
    /// <param name="step">Where the run stands.</param>
    internal static TimeSpan Estimate(TimeSpan elapsed, long before, in StepReport step) =>
        elapsed * ((step.Steps - step.Step) / (double)(step.Step - before));

    /// <summary>Hours where there are some, minutes and seconds.</summary>
    internal static string Format(TimeSpan time) => time.TotalHours >= 1
        ? FormattableString.Invariant($"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : FormattableString.Invariant($"{time.Minutes}:{time.Seconds:00}");
}
