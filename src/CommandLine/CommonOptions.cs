namespace VaePipeline.CommandLine;

/// <summary>Options that many commands have, made alike.</summary>
internal static class CommonOptions
{
    public const string VerboseName = "--verbose";
    public const string QuietName = "--quiet";
    public const string JsonName = "--json";

    public static Option<bool> Force(string description = "Replace existing output.") => new("--force", "-f") { Description = description };

    /// <summary>Read by the program, see <see cref="CommandConsole.IsQuiet"/>.</summary>
    public static Option<bool> Quiet(string description = "No progress and no summary; errors are still printed.") => new(QuietName, "-q") { Description = description };

    /// <summary>Read by the program, see <see cref="CommandConsole.IsJson"/>.</summary>
    public static Option<bool> Json(string description = "Report as JSON: progress on stderr, one line per second; the result on stdout.") => new(JsonName) { Description = description };

    /// <summary>Where output goes.</summary>
    public static Option<string> Output(string description, string helpName = "FILE") => new("--output", "-o") { HelpName = helpName, Description = description, Required = true };

    /// <summary>Whether a switch was given, to a command that has it.</summary>
    public static bool IsGiven(ParseResult parsed, string name) =>
        AllOf(parsed).FirstOrDefault(option => option.Name == name) is { } option && parsed.GetResult(option) is { Implicit: false };

    /// <summary>The options that a command line may have: those of its command, and those of the program.</summary>
    public static IEnumerable<Option> AllOf(ParseResult parsed) => parsed.CommandResult.Command.Options.Union(parsed.RootCommandResult.Command.Options);
}
