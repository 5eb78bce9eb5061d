using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;

namespace VaePipeline.CommandLine;

/// <summary>A program of several commands: parses a command line, runs its command, and turns what ends it into a line and an exit code.</summary>
/// <param name="description">What the program does, in a sentence.</param>
/// <param name="examples">Command lines for its help.</param>
/// <param name="commands">Its commands, in the order of the help.</param>
/// <param name="engines">Assemblies whose versions <c>--version</c> shows, if they lie beside the program: label and file name.</param>
internal sealed class CommandProgram(
    string description, string examples, IReadOnlyList<CommandEntry> commands, IReadOnlyList<(string Label, string File)> engines)
{
    /// <summary>What users type, whatever the executable is called.</summary>
    public const string Name = "vae";

    // After Ctrl-C a training step or an export may take its time to end.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The names of the commands.</summary>
    public IEnumerable<string> CommandNames => commands.Select(entry => entry.Name);

    /// <summary>Runs the command line of this process, which Ctrl-C and SIGTERM end.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public async Task<int> RunAsync(string[] args)
    {
        using CancellationTokenSource cancellation = new();

        // The first signal ends the work cleanly; a second one is not caught and ends the process at once.
        void Cancel(PosixSignalContext context)
        {
            context.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
            _ = Task.Delay(TerminationTimeout).ContinueWith(_ => Environment.Exit(ExitCodes.Cancelled), TaskScheduler.Default);
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        CommandConsole console = new(Console.Out, Console.Error) { IsTerminal = !Console.IsErrorRedirected };
        return await RunAsync(args, console, cancellation.Token).ConfigureAwait(false);
    }

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="console">Where to write.</param>
    /// <param name="cancellationToken">Ends the work between batches or steps.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args, CommandConsole console, CancellationToken cancellationToken)
    {
        if (args is [Completion.Directive, var line])
        {
            string[] words = [.. CommandLineParser.SplitCommandLine(line).Skip(1)];
            Completion.Print(BuildRoot(console, words), line, console.Results);
            return ExitCodes.Done;
        }

        ParseResult parsed = CommandLineParser.Parse(BuildRoot(console, args), args);
        if ((parsed.Errors.Count > 0 || UsageErrors.MistypedOption(parsed) is not null) && parsed.Action is not (HelpWithExamples or VersionReport))
        {
            console.Note($"error: {UsageErrors.Describe(parsed)}");
            return ExitCodes.BadInput;
        }

        console.IsQuiet = CommonOptions.IsGiven(parsed, CommonOptions.QuietName);
        console.IsJson = CommonOptions.IsGiven(parsed, CommonOptions.JsonName);
        try
        {
            // Signals are handled once, above, and exceptions below: not by the library too.
            InvocationConfiguration configuration = new() { Output = console.Results, Error = console.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            int exitCode = CommandErrors.Report(exception, console.Error, CommonOptions.IsGiven(parsed, CommonOptions.VerboseName));
            if (console.Advice is { } advice)
            {
                console.Note(advice);
            }

            return exitCode;
        }
    }

    // The first word names the command, and only that one is made: another one may need an engine of its own.
    private ProgramCommand BuildRoot(CommandConsole console, IReadOnlyList<string> args)
    {
        string? name = args.FirstOrDefault(arg => !arg.StartsWith('-'));

        // Not RootCommand: that one takes the name of the executable, which is another under tests.
        ProgramCommand root = new(Name, description, notes: "", examples);
        CommandEntry? named = commands.FirstOrDefault(entry => entry.Name == name);
        foreach (CommandEntry entry in commands)
        {
            root.Subcommands.Add(entry == named ? entry.Create(console) : new Command(entry.Name, entry.Description));
        }

        root.Options.Add(new HelpOption { Description = "Show help and examples.", Action = new HelpWithExamples() });
        root.Options.Add(new VersionOption { Description = "Show the versions of this program and its engines.", Action = new VersionReport(engines) });
        root.Options.Add(new Option<bool>(CommonOptions.VerboseName) { Description = "Add the stack trace to an error.", Recursive = true });
        return root;
    }
}
