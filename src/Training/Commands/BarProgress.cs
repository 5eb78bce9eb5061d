using Spectre.Console;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Commands;

/// <summary>Progress as a bar on a terminal, with the finished epochs above it.</summary>
internal sealed class BarProgress : ITrainingProgress
{
    private readonly IAnsiConsole _console;
    private readonly ProgressTask _task;
    private readonly RemainingTime _remaining = new();
    private readonly BestEpoch _best = new();

    private BarProgress(IAnsiConsole console, ProgressTask task)
    {
        _console = console;
        _task = task;
    }

    /// <summary>Shows a bar while <paramref name="work"/> runs.</summary>
    /// <param name="output">A terminal.</param>
    /// <param name="work">Called once, on this thread.</param>
    public static T Show<T>(TextWriter output, Func<ITrainingProgress, T> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 14 }, new PercentageColumn())
            .Start(context => work(new BarProgress(console, context.AddTask("starting"))));
    }

    public void OnStep(in StepReport step)
    {
        _task.MaxValue = step.Steps;
        _task.Value = step.Step;
        _task.Description = Markup.Escape(FormattableString.Invariant(
            $"epoch {step.Epoch}  {EpochReport.Format(step.EpochTerms)}  {step.ImagesPerSecond:F0} images/s  {_remaining.After(step)} left{_best}"));
    }

    public void OnEpoch(EpochReport epoch)
    {
        _best.See(epoch);
        _console.WriteLine(epoch.ToString());
    }
}
