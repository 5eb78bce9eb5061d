using VaePipeline.Cli.Tests.Faults;

namespace VaePipeline.Cli.Tests;

/// <summary>The scripts of <c>vae completion</c>, each in its shell.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Lines => new()
    {
        { "vae gen", "generate" },
        { "vae generate latents.csv --on-error s", "skip stop" },
        { "vae train --netw", "--network" },
        { "vae train --network k", "keras" },
        { "vae data fash", "fashion-mnist" },
        { "vae completion z", "zsh" },
    };

    [SkippableTheory]
    [MemberData(nameof(Lines))]
    public void Bash_offers_what_may_stand_there(string line, string expected)
    {
        string script = $$"""
            source <(vae completion bash)
            COMP_LINE='{{line}}'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=($COMP_LINE)
            _vae
            echo "${COMPREPLY[*]}"
            """;

        Assert.Equal(expected, Run("bash", "-c", script));
    }

    [SkippableFact]
    public void Bash_falls_back_on_files() =>
        Assert.Equal("complete -o default -F _vae vae", Run("bash", "-c", "source <(vae completion bash); complete -p vae"));

    [SkippableTheory]
    [MemberData(nameof(Lines))]
    public void Fish_offers_what_may_stand_there(string line, string expected) =>
        Assert.Equal(expected, Run("fish", "-c", $"vae completion fish | source; complete -C '{line}'").ReplaceLineEndings(" "));

    [SkippableTheory]
    [MemberData(nameof(Lines))]
    public void Zsh_offers_what_may_stand_there(string line, string expected)
    {
        // Outside of an interactive line compadd has nothing to add to, so it prints here.
        string script = $$"""
            autoload -U compinit && compinit -u -d {{_folder["dump"]}}
            compadd() { print -r -- "${(P)2}" }
            source <(vae completion zsh)
            words=({{line}}); CURRENT=${#words}
            _vae
            """;

        Assert.Equal(expected, Run("zsh", "-c", script));
    }

    // vae is a file on the path, as the shells know it.
    private string Run(string shell, params string[] arguments)
    {
        SystemProgram program = SystemProgram.OrSkip(shell, $"Debian's {shell}", "-c", "true");
        string vae = _folder.Put("vae", $"#!/bin/sh\nexec \"{SystemProgram.Dotnet}\" \"{VaeProcess.Program}\" \"$@\"\n");
#pragma warning disable CA1416 // OrSkip has left out Windows.
        File.SetUnixFileMode(vae, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        return program.Print(arguments, ("PATH", $"{_folder.FolderPath}:{Environment.GetEnvironmentVariable("PATH")}"), ("HOME", _folder.FolderPath));
    }
}
