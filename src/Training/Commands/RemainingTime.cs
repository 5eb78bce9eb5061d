using System.Diagnostics;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Commands;

/// <summary>Guesses how long a run still takes, from the steps done so far; validation counts with the steps around it.</summary>
internal sealed class RemainingTime
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Time left after a step, as <c>12:34</c> or <c>1:02:03</c>.</summary>
    public string After(in StepReport step) => Format(_clock.Elapsed * ((step.Steps - step.Step) / (double)step.Step));

    /// <summary>Hours where there are some, minutes and seconds.</summary>
    internal static string Format(TimeSpan time) => time.TotalHours >= 1
        ? FormattableString.Invariant($"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : FormattableString.Invariant($"{time.Minutes}:{time.Seconds:00}");
}
