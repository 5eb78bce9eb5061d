using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace VaePipeline.CommandLine;

/// <summary><c>vae completion</c>: a script for a shell, which asks this program what may follow.</summary>
internal static class Completion
{
    /// <summary>The first argument of a shell that asks; the second is the command line up to the cursor.</summary>
    public const string Directive = "[suggest]";

    private const string Description = "Print a script that completes commands, options and their values in a shell.";

    private const string Notes = """
        Completes commands, options and the words that an option takes; elsewhere the shell completes files.
        The script asks the "vae" or "./vae" that is on the command line.
        """;

    private const string Examples = """
        source <(vae completion bash)                             # in ~/.bashrc
        source <(vae completion zsh)                              # in ~/.zshrc, after compinit
        vae completion fish | source                              # in ~/.config/fish/config.fish
        vae completion pwsh | Out-String | Invoke-Expression      # in $PROFILE
        """;

    private const string Bash = """
        _vae() {
          mapfile -t COMPREPLY < <("${COMP_WORDS[0]}" '[suggest]' "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
        }
        complete -o default -F _vae vae ./vae
        """;

    private const string Zsh = """
        _vae() {
          local -a found=("${(@f)$("${words[1]}" '[suggest]' "${(j: :)words[1,CURRENT]}" 2>/dev/null)}")
          if [[ -n "${found[1]}" ]]; then compadd -a found; else _files; fi
        }
        compdef _vae vae ./vae
        """;

    private const string Fish = """
        function __vae_complete
          set -l line (commandline -cp)
          set -l words (commandline -opc)
          set -l found ($words[1] '[suggest]' "$line" 2>/dev/null)
          if test (count $found) -gt 0; printf '%s\n' $found; else; __fish_complete_path (commandline -ct); end
        end
        complete -c vae -f -a '(__vae_complete)'
        """;

    private const string Pwsh = """
        Register-ArgumentCompleter -Native -CommandName vae, ./vae -ScriptBlock {
          param($word, $ast, $cursor)
          $line = $ast.ToString().PadRight($cursor).Substring(0, $cursor)
          & $ast.CommandElements[0].Value '[suggest]' $line 2>$null | ForEach-Object {
            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
          }
        }
        """;

    private static readonly Dictionary<string, string> Scripts = new() { ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish, ["pwsh"] = Pwsh };

    /// <summary>The command as a program lists it.</summary>
    public static CommandEntry Entry { get; } = new("completion", Description, Create);

    /// <summary>Prints what may stand at the end of a command line, a word a line; nothing if files may.</summary>
    /// <param name="root">Has the command that the line names.</param>
    /// <param name="line">Up to the cursor, with the program as its first word.</param>
    /// <param name="output">Receives the words.</param>
    public static void Print(Command root, string line, TextWriter output)
    {
        string rest = line[(line.IndexOf(' ') is >= 0 and var end ? end : line.Length)..].TrimStart();
        string word = rest[(rest.LastIndexOf(' ') + 1)..];
        ParseResult parsed = CommandLineParser.Parse(root, rest);
        if (parsed.UnmatchedTokens.Any(token => token != word))
        {
            return;
        }

        foreach (CompletionItem item in parsed.GetCompletions(rest.Length))
        {
            // Options where a file may stand would hide the files.
            string text = item.InsertText ?? item.Label;
            if (text.StartsWith(word, StringComparison.Ordinal) && (word.StartsWith('-') || char.IsLetterOrDigit(text[0])))
            {
                output.WriteLine(text);
            }
        }
    }

    private static ProgramCommand Create(CommandConsole console)
    {
        Argument<string> shell = new("SHELL") { Description = "bash, zsh, fish or pwsh.", HelpName = "bash|zsh|fish|pwsh" };
        shell.CompletionSources.Add([.. Scripts.Keys]);
        ProgramCommand command = new("completion", Description, Notes, Examples) { shell };
        command.SetAction(parsed =>
        {
            string name = parsed.GetRequiredValue(shell);
            console.Results.WriteLine(Scripts.TryGetValue(name, out string? script) ? script : throw new ArgumentException(
                $"SHELL is \"{name}\"; expected {string.Join(" or ", Scripts.Keys)}{Suggestion.For(name, Scripts.Keys)} Run \"{CommandProgram.Name} completion --help\" for usage."));
        });
        return command;
    }
}
