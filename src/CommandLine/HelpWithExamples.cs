using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace VaePipeline.CommandLine;

/// <summary>The library's help, at a fixed width, followed by the command's notes and examples.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private const int Width = 100;

    /// <summary>Help is shown whatever else is wrong with the command line.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = new HelpAction { MaxWidth = Width }.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ProgramCommand command)
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            WriteSection(output, "Notes:", command.Notes);
            WriteSection(output, "Examples:", command.Examples);
        }

        return exitCode;
    }

    private static void WriteSection(TextWriter output, string title, string text)
    {
        if (text.Length > 0)
        {
            output.WriteLine($"{title}\n  {text.ReplaceLineEndings("\n  ")}\n".ReplaceLineEndings(output.NewLine));
        }
    }
}
