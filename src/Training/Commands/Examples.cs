using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace VaePipeline.Training.Commands;

/// <summary>Puts examples below the help of commands.</summary>
internal static class Examples
{
    private static readonly ConditionalWeakTable<Command, string[]> Lines = [];

    /// <summary>Gives a command its examples, one command line each.</summary>
    public static Command WithExamples(this Command command, params string[] lines)
    {
        Lines.Add(command, lines);
        return command;
    }

    /// <summary>Makes the help of a root and all its commands print their examples.</summary>
    public static void ShowIn(Command root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new Help((SynchronousCommandLineAction)help.Action!); // not null: the library sets it
    }

    private sealed class Help(SynchronousCommandLineAction inner) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int exitCode = inner.Invoke(parseResult);
            if (Lines.TryGetValue(parseResult.CommandResult.Command, out string[]? lines))
            {
                var output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach (string line in lines)
                {
                    output.WriteLine($"  {line}");
                }

                output.WriteLine();
            }

            return exitCode;
        }
    }
}
