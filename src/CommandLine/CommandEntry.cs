namespace VaePipeline.CommandLine;

/// <summary>A command as the program lists it.</summary>
/// <param name="Name">The word that users type.</param>
/// <param name="Description">What it does, in a sentence.</param>
/// <param name="Create">Makes it, with its options; called only if it is the one that runs.</param>
internal sealed record CommandEntry(string Name, string Description, Func<CommandConsole, Command> Create);

/// <summary>A command with what its help says after the library's part.</summary>
/// <param name="name">The word that users type.</param>
/// <param name="description">What it does, in a sentence.</param>
/// <param name="notes">What the description leaves out: lines of at most 100 characters.</param>
/// <param name="examples">Command lines, each with its comment.</param>
internal sealed class ProgramCommand(string name, string description, string notes, string examples) : Command(name, description)
{
    public string Notes => notes;

    public string Examples => examples;

    /// <summary>Makes the command take the options of a table.</summary>
    public void Add<TOptions>(OptionTable<TOptions> table) => table.AddTo(this);

    /// <summary>Sets what the command does; when it returns, the command is done.</summary>
    public void OnRun(Action<ParseResult, CancellationToken> run) => SetAction((parsed, cancellationToken) =>
    {
        run(parsed, cancellationToken);
        return Task.FromResult(ExitCodes.Done);
    });
}
