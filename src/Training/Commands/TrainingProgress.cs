using System.Diagnostics;
using System.Text.Json;
using Spectre.Console;
using VaePipeline.CommandLine;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Commands;

/// <summary>Shows how a run goes: as a bar on a terminal, as plain lines elsewhere, as JSON with <c>--json</c>. Keeps the lines of <c>training.log</c>.</summary>
/// <param name="console">Where to write.</param>
internal sealed class TrainingProgress(CommandConsole console) : ITrainingProgress
{
    private readonly List<string> _log = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
    private (IAnsiConsole Terminal, ProgressTask Task)? _bar;
    private long? _before;

    /// <summary>The lines of <c>training.log</c> so far.</summary>
    public IReadOnlyList<string> Log => _log;

    /// <summary>The best epoch so far, as <c>, best 149.98 (epoch 7)</c>; empty before the first.</summary>
    internal string Best { get; private set; } = "";

    /// <summary>Keeps and shows a line about the whole run.</summary>
    public void Note(string line)
    {
        _log.Add(line);
        Show(line, () => JsonSerializer.Serialize(new NoteEvent("note", line), TrainingJson.Default.NoteEvent));
    }

    /// <summary>Runs the training, under a bar if a person watches.</summary>
    public T WithBar<T>(Func<T> work)
    {
        if (!console.IsTerminal || console.IsQuiet || console.IsJson)
        {
            return work();
        }

        IAnsiConsole terminal = console.Terminal();
        return terminal.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 14 }, new PercentageColumn())
            .Start(context =>
            {
                _bar = (terminal, context.AddTask("starting"));
                T result = work();
                _bar = null;
                return result;
            });
    }

    public void OnStep(in StepReport step)
    {
        // A resumed run begins at a later step, and the clock with it.
        _before ??= step.Step - 1;
        TimeSpan left = TimeLeft(_clock.Elapsed, _before.Value, step);
        if (_bar is { } bar)
        {
            bar.Task.MaxValue = step.Steps;
            bar.Task.Value = step.Step;
            bar.Task.Description = Markup.Escape(Invariant(
                $"epoch {step.Epoch}  {EpochReport.Format(step.EpochTerms)}  {step.ImagesPerSecond:F0} images/s  {Durations.Format(left)} left{Best}"));
        }
        else if (_sinceLine.Elapsed.TotalSeconds >= (console.IsJson ? 1 : 10))
        {
            StepReport now = step;
            Show(
                Invariant(
                    $"step {now.Step}/{now.Steps}: train {EpochReport.Format(now.EpochTerms)}, {now.ImagesPerSecond:F0} images/s, {Durations.Format(left)} left{Best}"),
                () => JsonSerializer.Serialize(
                    new StepEvent("step", now.Epoch, now.Step, now.Steps, now.EpochTerms, Math.Round(now.ImagesPerSecond, 1), Math.Round(left.TotalSeconds)), TrainingJson.Default.StepEvent));
        }
    }

    public void OnEpoch(EpochReport epoch)
    {
        if (epoch is { IsBest: true, Validation: { } validation })
        {
            Best = Invariant($", best {validation.NegativeElbo:F2} (epoch {epoch.Epoch})");
        }

        _log.Add(epoch.ToString());
        Show(epoch.ToString(), () => JsonSerializer.Serialize(
            new EpochEvent("epoch", epoch.Epoch, epoch.Epochs, epoch.Training, epoch.Validation, epoch.IsBest, Math.Round(epoch.ImagesPerSecond, 1)), TrainingJson.Default.EpochEvent));
    }

    /// <summary>Time that a run still takes, from the steps that this process has done; validation counts with the steps around it.</summary>
    /// <param name="elapsed">Time of the steps that this process has done.</param>
    /// <param name="before">Steps that it did not do.</param>
    /// <param name="step">Where the run stands.</param>
    internal static TimeSpan TimeLeft(TimeSpan elapsed, long before, in StepReport step) =>
        elapsed * ((step.Steps - step.Step) / (double)(step.Step - before));

    private void Show(string line, Func<string> json)
    {
        if (_bar is { } bar)
        {
            bar.Terminal.WriteLine(line);
        }
        else if (!console.IsQuiet)
        {
            console.Note(console.IsJson ? json() : line);
        }

        _sinceLine.Restart();
    }
}
