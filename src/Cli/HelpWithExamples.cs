using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace VaePipeline.Cli;

/// <summary>The library's help, at a fixed width, followed by the command's notes and examples.</summary>
internal sealed class HelpWithExamples(IReadOnlyDictionary<Command, HelpText> texts) : SynchronousCommandLineAction
{
    private const int Width = 100;

    /// <summary>Help is shown whatever else is wrong with the command line.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = new HelpAction { MaxWidth = Width }.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        HelpText text = texts[parseResult.CommandResult.Command];
        WriteSection(output, "Notes:", text.Notes);
        WriteSection(output, "Examples:", text.Examples);
        return exitCode;
    }

    private static void WriteSection(TextWriter output, string title, string[] lines)
    {
        if (lines.Length == 0)
        {
            return;
        }

        output.WriteLine(title);
        foreach (string line in lines)
        {
            output.WriteLine($"  {line}");
        }

        output.WriteLine();
    }
}
