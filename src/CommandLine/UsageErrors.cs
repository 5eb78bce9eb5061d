using System.CommandLine.Parsing;

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
        string faults = (MistypedOption(parsed) ?? (parsed.UnmatchedTokens is [var first, ..] ? first : null)) is { } word
            ? Unknown(word, parsed, full)
            : string.Join(" ", parsed.Errors.Select(error => Fault(error, parsed.CommandResult.Command, full)).Distinct());
        return $"{faults} Run \"{full} --help\" for usage.";
    }

    /// <summary>The first argument that looks like an option, which the parser takes for a file of that name; null if there is none.</summary>
    /// <remarks>After <c>--</c> every word is an argument.</remarks>
    public static string? MistypedOption(ParseResult parsed) => parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
        ? null
        : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value)
            .FirstOrDefault(word => word.Length > 1 && word.StartsWith('-'));

    // The parser's own words follow the language of the system; those of an option's form are ours.
    private static string Fault(ParseError error, Command command, string full) => error.SymbolResult switch
    {
        ArgumentResult { Parent: OptionResult option } => OfOption(option, error, full),
        OptionResult option => OfOption(option, error, full),
        ArgumentResult { Tokens.Count: 0 } argument => $"{full}: no {argument.Argument.HelpName ?? argument.Argument.Name}; expected one.",
        CommandResult when command.Subcommands.Count > 0 => $"{full}: no command; expected one of {NamesOf(command)}.",
        _ => error.Message,
    };

    private static string OfOption(OptionResult result, ParseError error, string full)
    {
        string value = result.Option.HelpName ?? "a value";
        return result switch
        {
            { IdentifierToken: null } => $"{full}: no {result.Option.Name}; expected {result.Option.Name} {value}.",
            { Tokens.Count: 0 } when result.Option.Arity.MinimumNumberOfValues > 0 => $"{result.Option.Name}: no value; expected {value}.",
            _ when result.Tokens.Count > result.Option.Arity.MaximumNumberOfValues => Invariant($"{result.Option.Name}: {result.Tokens.Count} values; expected one."),
            _ => error.Message,
        };
    }

    private static string NamesOf(Command command) => string.Join(", ", command.Subcommands.Select(known => known.Name));

    private static string Unknown(string word, ParseResult parsed, string full)
    {
        if (word.StartsWith('-'))
        {
            return $"\"{word}\" is no option of \"{full}\"{Suggestion.For(word, CommonOptions.AllOf(parsed).Select(option => option.Name))}";
        }

        string[] commands = [.. parsed.CommandResult.Command.Subcommands.Select(known => known.Name)];
        string end = Suggestion.Nearest(word, commands) is null && commands.Length > 0 ? $"; expected one of {NamesOf(parsed.CommandResult.Command)}." : Suggestion.For(word, commands);
        return $"\"{word}\" is no {(commands.Length > 0 ? "command" : "argument")} of \"{full}\"{end}";
    }
}
