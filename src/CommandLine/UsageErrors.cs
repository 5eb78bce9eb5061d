namespace VaePipeline.CommandLine;

/// <summary>Says what is wrong with a command line that could not be parsed.</summary>
internal static class UsageErrors
{
    /// <summary>One line with every fault, a suggestion for a mistyped word, and where to find help.</summary>
    public static string Describe(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string full = command.Name == CommandProgram.Name ? command.Name : $"{CommandProgram.Name} {command.Name}";

        // What is not understood comes before what is missing for that reason.
        string faults = parsed.UnmatchedTokens is [var word, ..]
            ? Unknown(word, parsed, full)
            : string.Join(" ", parsed.Errors.Select(error => error.Message).Distinct());
        return $"{faults} Run \"{full} --help\" for usage.";
    }

    private static string Unknown(string word, ParseResult parsed, string full)
    {
        if (word.StartsWith('-'))
        {
            return $"\"{word}\" is no option of \"{full}\"{Suggestion.For(word, CommonOptions.AllOf(parsed).Select(option => option.Name))}";
        }

        string[] commands = [.. parsed.CommandResult.Command.Subcommands.Select(known => known.Name)];
        string end = Suggestion.Nearest(word, commands) is null && commands.Length > 0 ? $"; expected one of {string.Join(", ", commands)}." : Suggestion.For(word, commands);
        return $"\"{word}\" is no {(commands.Length > 0 ? "command" : "argument")} of \"{full}\"{end}";
    }
}
