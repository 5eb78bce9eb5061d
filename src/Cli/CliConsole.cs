using System.Diagnostics;
using Spectre.Console;

namespace VaePipeline.Cli;

/// <summary>Where a command writes: results to stdout, progress to stderr where that is a terminal.</summary>
internal sealed class CliConsole(TextWriter stdout, TextWriter stderr)
{
    public TextWriter Results => stdout;

    private bool IsTerminal => ReferenceEquals(stderr, Console.Error) && !Console.IsErrorRedirected;

    /// <summary>A line of advice that follows on what is said of an error; null for none.</summary>
    public string? Advice { get; set; }

    /// <summary>Says something beside the results, on stderr.</summary>
    public void Note(string line) => stderr.WriteLine(line);

    /// <summary>Runs work that reports how far it is, under a spinner where somebody can see it.</summary>
    /// <param name="quiet">Whether to show nothing in any case.</param>
    /// <param name="describe">Makes a line of what is reported.</param>
    /// <param name="work">The work; its argument is null where nobody looks.</param>
    public T WithProgress<TProgress, T>(bool quiet, Func<TProgress, string> describe, Func<IProgress<TProgress>?, T> work)
    {
        if (quiet || !IsTerminal)
        {
            return work(null);
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(stderr) });
        return console.Status().Start("Loading the model", context => work(new Throttled<TProgress>(100, progress => context.Status = describe(progress))));
    }

    /// <summary>Runs work that reports how far it is, a line on stderr each second.</summary>
    /// <param name="describe">Makes a line of what is reported.</param>
    /// <param name="work">The work.</param>
    public T WithProgressLines<TProgress, T>(Func<TProgress, string> describe, Func<IProgress<TProgress>?, T> work) =>
        work(new Throttled<TProgress>(1000, progress => stderr.WriteLine(describe(progress))));

    private sealed class Throttled<TProgress>(int milliseconds, Action<TProgress> show) : IProgress<TProgress>
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private long _next;

        public void Report(TProgress value)
        {
            if (_watch.ElapsedMilliseconds >= _next)
            {
                _next = _watch.ElapsedMilliseconds + milliseconds;
                show(value);
            }
        }
    }
}
