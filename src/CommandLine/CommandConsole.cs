using System.Diagnostics;
using Spectre.Console;

namespace VaePipeline.CommandLine;

/// <summary>Where a command writes: results to stdout, progress and errors to stderr.</summary>
/// <param name="results">Receives results and help.</param>
/// <param name="error">Receives errors, notes and progress.</param>
internal sealed class CommandConsole(TextWriter results, TextWriter error)
{
    public TextWriter Results => results;

    public TextWriter Error => error;

    /// <summary>Whether a person watches <see cref="Error"/>, so that progress may be drawn over.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether the command was given <c>--quiet</c>: no progress and no summary.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>Whether the command was given <c>--json</c>: progress and result as JSON, an object a line.</summary>
    public bool IsJson { get; set; }

    /// <summary>What to do after an error or a cancellation, printed below it; null for nothing.</summary>
    public string? Advice { get; set; }

    /// <summary>Prints a line on stderr.</summary>
    public void Note(string line) => error.WriteLine(line);

    /// <summary>Prints what a command came to, as a table or as JSON.</summary>
    /// <param name="table">Makes the table; not called with <c>--quiet</c> or <c>--json</c>.</param>
    /// <param name="json">Makes one line of JSON; null if the command has no <c>--json</c>.</param>
    /// <param name="isResultOnStandardOutput">Whether the output itself went to stdout. Then the JSON goes to stderr, and no table is printed.</param>
    public void Report(Func<ResultTable> table, Func<string>? json = null, bool isResultOnStandardOutput = false)
    {
        if (IsJson && json is not null)
        {
            (isResultOnStandardOutput ? error : results).WriteLine(json());
        }
        else if (!IsQuiet && !isResultOnStandardOutput)
        {
            table().Write(results);
        }
    }

    /// <summary>Runs work that reports how far it is: under a spinner on a terminal, or as a line of JSON each second with <c>--json</c>.</summary>
    /// <param name="describe">Makes a line of what is reported.</param>
    /// <param name="work">The work; its argument is null if nothing is shown.</param>
    /// <param name="json">Makes a line of JSON of it; null for <paramref name="describe"/>.</param>
    /// <param name="plainInterval">Time between two lines if there is no terminal; null for no lines.</param>
    public T WithProgress<TProgress, T>(
        Func<TProgress, string> describe, Func<IProgress<TProgress>?, T> work, Func<TProgress, string>? json = null, TimeSpan? plainInterval = null)
    {
        if (IsQuiet || (!IsJson && !IsTerminal && plainInterval is null))
        {
            return work(null);
        }

        if (IsJson && json is not null)
        {
            return work(new Throttled<TProgress>(TimeSpan.Zero, TimeSpan.FromSeconds(1), progress => Note(json(progress))));
        }

        if (!IsTerminal || IsJson)
        {
            TimeSpan interval = plainInterval ?? TimeSpan.FromSeconds(10);
            return work(new Throttled<TProgress>(interval, interval, progress => Note(describe(progress))));
        }

        return Terminal().Status().Start("Loading the model", context =>
            work(new Throttled<TProgress>(TimeSpan.Zero, TimeSpan.FromSeconds(0.1), progress => context.Status = Markup.Escape(describe(progress)))));
    }

    /// <summary>Stderr as a terminal that can be drawn on.</summary>
    public IAnsiConsole Terminal() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });

    private sealed class Throttled<TProgress>(TimeSpan first, TimeSpan interval, Action<TProgress> show) : IProgress<TProgress>
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private TimeSpan _next = first;

        public void Report(TProgress value)
        {
            if (_watch.Elapsed >= _next)
            {
                _next = _watch.Elapsed + interval;
                show(value);
            }
        }
    }
}
