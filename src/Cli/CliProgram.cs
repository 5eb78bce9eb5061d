using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using VaePipeline.Cli.Commands;
using VaePipeline.CommandLine;

namespace VaePipeline.Cli;

/// <summary>The program behind <c>Main</c>: parses, runs a command, and turns what ends it into a line and an exit code.</summary>
internal static class CliProgram
{
    /// <summary>Runs one command line.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="stdout">Receives results and help.</param>
    /// <param name="stderr">Receives errors, and progress where it is a terminal.</param>
    /// <param name="cancellationToken">Ends the work between batches; then nothing is written.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter stdout, TextWriter stderr, CancellationToken cancellationToken)
    {
        CliConsole console = new(stdout, stderr);
        Option<bool> verbose = new("--verbose") { Description = "Add the stack trace to an error.", Recursive = true };
        ParseResult parsed = CommandLineParser.Parse(BuildRoot(console, verbose, args.Count > 0 ? args[0] : null), args);
        if (parsed.Errors.Count > 0 && parsed.Action is not (HelpWithExamples or VersionReport))
        {
            string command = parsed.CommandResult.Command is { Name: not Root } named ? $"{Root} {named.Name}" : Root;

            // What is not understood comes before what is missing for that reason.
            string fault = parsed.UnmatchedTokens.Count > 0 ? $"\"{parsed.UnmatchedTokens[0]}\" is no command, option or argument of \"{command}\"." : parsed.Errors[0].Message;
            await stderr.WriteLineAsync($"error: {fault} Run \"{command} --help\" for usage.").ConfigureAwait(false);
            return ExitCodes.BadInput;
        }

        try
        {
            // Signals are handled once, in Main, and exceptions below: not by the library too.
            InvocationConfiguration configuration = new() { Output = stdout, Error = stderr, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            int exitCode = CommandErrors.Report(exception, stderr, parsed.GetValue(verbose));
            if (exitCode == ExitCodes.Cancelled)
            {
                await stderr.WriteLineAsync("cancelled").ConfigureAwait(false);
            }

            if (console.Advice is { } advice)
            {
                await stderr.WriteLineAsync(advice).ConfigureAwait(false);
            }

            return exitCode;
        }
    }

    private const string Root = "vae";

    // In the order of the help.
    private static readonly CommandEntry[] Commands =
    [
        new("generate", GenerateCommand.Create, GenerateCommand.Help),
        new("merge", MergeCommand.Create, MergeCommand.Help),
        new("encode", EncodeCommand.Create, EncodeCommand.Help),
        new("reconstruct", ReconstructCommand.Create, ReconstructCommand.Help),
        new("sample", SampleCommand.Create, SampleCommand.Help),
        new("interpolate", InterpolateCommand.Create, InterpolateCommand.Help),
        new("grid", GridCommand.Create, GridCommand.Help),
        new("inspect", InspectCommand.Create, InspectCommand.Help),
    ];

    /// <param name="console">Where the commands write.</param>
    /// <param name="verbose">An option of all of them.</param>
    /// <param name="name">The first argument: where it names a command, the others are not made.</param>
    private static Command BuildRoot(CliConsole console, Option<bool> verbose, string? name)
    {
        // Not RootCommand: that one takes the name of the executable, which is another under tests.
        Command root = new(Root, "Generates images with a trained variational autoencoder, on ONNX Runtime, in ML.NET pipelines.");
        Dictionary<Command, HelpText> helpTexts = new()
        {
            [root] = new(["vae generate samples/latents.csv --output digits.png", "vae grid --output manifold.png --points points.svg", "vae generate --help"]),
        };
        CommandEntry[] named = Array.FindAll(Commands, entry => entry.Name == name);
        foreach (CommandEntry entry in named.Length > 0 ? named : Commands)
        {
            Command command = entry.Create(console);
            root.Subcommands.Add(command);
            helpTexts.Add(command, entry.Help);
        }

        root.Options.Add(new HelpOption { Description = "Show help and examples.", Action = new HelpWithExamples(helpTexts) });
        root.Options.Add(new VersionOption { Description = "Show the versions of this program and its engines.", Action = new VersionReport() });
        root.Options.Add(verbose);
        return root;
    }

    private sealed record CommandEntry(string Name, Func<CliConsole, Command> Create, HelpText Help);
}
