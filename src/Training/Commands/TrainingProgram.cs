using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using VaePipeline.CommandLine;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Commands;

/// <summary>The program: parses, calls a command, turns errors into one line and an exit code.</summary>
internal static class TrainingProgram
{
    private const string Root = "vae";

    // After Ctrl-C a step or an export may take its time to end; then the process is left hard.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Runs one command line.</summary>
    /// <param name="args">Without the program's name.</param>
    /// <param name="console">Where to write.</param>
    /// <param name="cancellationToken">As Ctrl-C, which is listened to besides.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args, CommandConsole console, CancellationToken cancellationToken)
    {
        var verbose = new Option<bool>("--verbose") { Description = "Print stack traces of errors.", Recursive = true };
        var parsed = CreateRoot(console, verbose).Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            string command = parsed.CommandResult.Command is { Name: not Root } named ? $"{Root} {named.Name}" : Root;
            await console.Error.WriteLineAsync(
                $"error: {string.Join(" ", parsed.Errors.Select(error => error.Message))} See `{command} --help`.").ConfigureAwait(false);
            return ExitCodes.BadInput;
        }

        var configuration = new InvocationConfiguration
        {
            Output = console.Out,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TerminationTimeout,
        };
        try
        {
            if (parsed.Action is AsynchronousCommandLineAction or PrintVersions)
            {
                // If the engine cannot be loaded, this says why; TorchSharp itself does not. Help works without it.
                TorchSharpLoader.Load();
            }

            return await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return CommandErrors.Report(exception, console.Error, parsed.GetValue(verbose));
        }
    }

    private static Command CreateRoot(CommandConsole console, Option<bool> verbose)
    {
        // Not RootCommand: that one takes the name of the executable, and users type another.
        var root = new Command(Root, "Trains variational autoencoders with TorchSharp and exports them as ONNX.")
        {
            TrainCommand.Create(console),
            ExportCommand.Create(console),
            EvaluateCommand.Create(console),
            DataCommand.Create(console),
        };
        root.Options.Add(new HelpOption());
        root.Options.Add(new VersionOption { Action = new PrintVersions() });
        root.Options.Add(verbose);
        root.WithExamples("vae train --data mnist --output models/mine", "vae data digits --sheet digits.png");
        Examples.ShowIn(root);
        return root;
    }

    private sealed class PrintVersions : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            foreach (var (name, version) in EngineVersions.All())
            {
                parseResult.InvocationConfiguration.Output.WriteLine($"{name} {version}");
            }

            return ExitCodes.Done;
        }
    }
}
