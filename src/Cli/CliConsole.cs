using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace VaePipeline.Cli;

/// <summary>Where a command writes: results to stdout, progress to stderr where that is a terminal.</summary>
internal sealed class CliConsole(TextWriter stdout, TextWriter stderr)
{
    public TextWriter Results => stdout;

    private bool IsTerminal => ReferenceEquals(stderr, Console.Error) && !Console.IsErrorRedirected;

    /// <summary>Runs work that reports how many images it has written, under a spinner where somebody can see it.</summary>
    /// <param name="quiet">Whether to show nothing in any case.</param>
    /// <param name="work">The work; its argument is null where nobody looks.</param>
    public T WithProgress<T>(bool quiet, Func<IProgress<long>?, T> work)
    {
        if (quiet || !IsTerminal)
        {
            return work(null);
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(stderr) });
        return console.Status().Start("Loading the model", context => work(new SpinnerProgress(context)));
    }

    /// <summary>Shows the count and speed, ten times a second at most.</summary>
    private sealed class SpinnerProgress(StatusContext context) : IProgress<long>
    {
        private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
        private TimeSpan _next;

        public void Report(long value)
        {
            TimeSpan elapsed = _sinceStart.Elapsed;
            if (elapsed >= _next)
            {
                _next = elapsed + TimeSpan.FromMilliseconds(100);
                context.Status = string.Create(CultureInfo.InvariantCulture, $"{value:N0} images, {value / Math.Max(elapsed.TotalSeconds, 1e-3):N0} a second");
            }
        }
    }
}
