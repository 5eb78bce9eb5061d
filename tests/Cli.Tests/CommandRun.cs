using VaePipeline.CommandLine;

namespace VaePipeline.Cli.Tests;

/// <summary>What one command line gave: the program run in this process, with stdout and stderr as text.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static Task<CommandRun> Of(params string[] args) => Of(CancellationToken.None, args);

    public static async Task<CommandRun> Of(CancellationToken cancellationToken, params string[] args)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };

        int exitCode = await CliProgram.Create().RunAsync(args, new CommandConsole(output, error), cancellationToken);

        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Asserts exit 2, nothing on stdout, and one line on stderr that has all of these parts.</summary>
    public void AssertBadInput(params string[] parts)
    {
        Assert.StartsWith("error: ", Error, StringComparison.Ordinal);
        Assert.Equal(1, Error.Count(character => character == '\n'));
        Assert.All(parts, part => Assert.Contains(part, Error, StringComparison.Ordinal));
        Assert.Equal("", Output);
        Assert.Equal(2, ExitCode);
    }

    public void AssertDone()
    {
        Assert.Equal("", Error);
        Assert.Equal(0, ExitCode);
    }
}
