using System.Text.RegularExpressions;

namespace VaePipeline.Cli.Tests;

public sealed partial class CliProgramTests
{
    [Fact]
    public async Task Help_of_the_program() => await AssertHelp("--help");

    [Fact]
    public async Task Help_of_generate() => await AssertHelp("generate", "--help");

    [Fact]
    public async Task Help_of_encode() => await AssertHelp("encode", "--help");

    [Fact]
    public async Task Help_of_reconstruct() => await AssertHelp("reconstruct", "--help");

    [Fact]
    public async Task Help_of_grid() => await AssertHelp("grid", "--help");

    [Fact]
    public async Task Help_of_sample() => await AssertHelp("sample", "--help");

    [Fact]
    public async Task Help_of_interpolate() => await AssertHelp("interpolate", "--help");

    [Fact]
    public async Task Help_of_inspect() => await AssertHelp("inspect", "--help");

    [Fact]
    public async Task RunAsync_version_names_the_engines()
    {
        CommandRun run = await CommandRun.Of("--version");

        run.AssertDone();
        Assert.Matches(VersionLines(), run.Output);
    }

    [Theory]
    [InlineData("Required command was not provided. Run \"vae --help\"")]
    [InlineData("\"paint\" is no command, option or argument of \"vae\". Run \"vae --help\"", "paint")]
    [InlineData("Option '--output' is required. Run \"vae generate --help\"", "generate", "latents.csv")]
    [InlineData("Required argument 'LATENTS' missing", "generate", "--output", "digits.png")]
    [InlineData("--columns is \"many\"; expected a whole number, 1 to 10000.", "generate", "a.csv", "-o", "b.png", "--columns", "many")]
    [InlineData("--batch-size is \"0\"; expected a whole number, 1 to 65536.", "generate", "a.csv", "-o", "b.png", "--batch-size", "0")]
    [InlineData("\"--colour\" is no command, option or argument of \"vae grid\".", "grid", "--colour")]
    public async Task RunAsync_wrong_usage_is_one_line_and_exit_2(string expected, params string[] args)
        => (await CommandRun.Of(args)).AssertBadInput(expected);

    [Fact]
    public async Task RunAsync_verbose_adds_the_stack_trace()
    {
        CommandRun run = await CommandRun.Of("grid", "--output", "manifold.tiff", "--verbose");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error: manifold.tiff: the extension \".tiff\" is not known", run.Error, StringComparison.Ordinal);
        Assert.Contains("   at VaePipeline.Generation.Sinks.ImageOutput.Parse", run.Error, StringComparison.Ordinal);
    }

    private static async Task AssertHelp(params string[] args)
    {
        CommandRun run = await CommandRun.Of(args);

        run.AssertDone();
        Snapshot.AssertMatches(run.Output, "Help_of_" + (args.Length == 1 ? "the_program" : args[0]));
    }

    [GeneratedRegex(@"^vae           \d+\.\d+\.\d+\nMicrosoft\.ML  \d+\.\d+\.\d+\nONNX Runtime  1\.\d+\.\d+\nruntime       \.NET 10\..+\n$")]
    private static partial Regex VersionLines();
}
