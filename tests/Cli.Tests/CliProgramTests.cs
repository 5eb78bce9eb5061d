using System.Text.RegularExpressions;

namespace VaePipeline.Cli.Tests;

public sealed partial class CliProgramTests
{
    public static TheoryData<string> Commands => [.. CliProgram.Create().CommandNames];

    [Fact]
    public async Task Help_of_the_program() => await AssertHelp("--help");

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_of_a_command(string command) => await AssertHelp(command, "--help");

    [Fact]
    public async Task RunAsync_version_names_the_engines()
    {
        CommandRun run = await CommandRun.Of("--version");

        run.AssertDone();
        Assert.Matches(VersionLines(), run.Output);
    }

    [Theory]
    [InlineData("vae: no command; expected one of train, export, evaluate, data, generate, merge, encode, reconstruct, sample, interpolate, grid, inspect, completion. Run \"vae --help\"")]
    [InlineData("\"paint\" is no command of \"vae\"; expected one of train, export, evaluate, data, generate, merge, encode, reconstruct, sample, interpolate, grid, inspect, completion. Run \"vae --help\"", "paint")]
    [InlineData("vae generate: no --output; expected --output FILE. Run \"vae generate --help\"", "generate", "latents.csv")]
    [InlineData("vae generate: no LATENTS; expected one.", "generate", "--output", "digits.png")]
    [InlineData("--columns is \"many\"; expected a whole number, 1 to 10000.", "generate", "a.csv", "-o", "b.png", "--columns", "many")]
    [InlineData("--batch-size is \"0\"; expected a whole number, 1 to 65536.", "generate", "a.csv", "-o", "b.png", "--batch-size", "0")]
    [InlineData("\"--colour\" is no option of \"vae grid\".", "grid", "--colour")]
    [InlineData("\"--bogus\" is no option of \"vae inspect\".", "inspect", "--bogus")]
    [InlineData("\"--al\" is no option of \"vae generate\".", "generate", "--al", "latents.csv")]
    [InlineData("--bogus.onnx: the file does not exist; expected an ONNX model.", "inspect", "--", "--bogus.onnx")]
    [InlineData("SHELL is \"powershell\"; expected bash or zsh or fish or pwsh. Run \"vae completion --help\" for usage.", "completion", "powershell")]
    [InlineData("--sheet is \"a.jpg\"; expected a path that ends in .png. Name such a file: sheets are PNG.", "data", "digits", "--sheet", "a.jpg")]
    [InlineData("--columns is \"3\", and b.idx is no contact sheet; expected a path that ends in .png, or --format sheet. Name one, or leave --columns out.", "generate", "a.csv", "-o", "b.idx", "--columns", "3")]
    [InlineData("--columns is \"3\", and --output is no contact sheet;", "sample", "--count", "1", "--points", "b.csv", "--columns", "3")]
    [InlineData("\"x\" is no argument of \"vae grid\".", "grid", "x")]
    [InlineData("\"generat\" is no command of \"vae\"; did you mean \"generate\"? Run \"vae --help\"", "generat", "latents.csv")]
    [InlineData("\"--ouput\" is no option of \"vae generate\"; did you mean \"--output\"?", "generate", "a.csv", "--ouput", "b.png")]
    [InlineData("--path is \"linaer\"; expected linear or spherical; did you mean \"linear\"?", "interpolate", "--from", "0,0", "--to", "1,1", "-o", "b.png", "--path", "linaer")]
    [InlineData("--pixel-range is \"100\"; expected 1 or 255.", "encode", "a.csv", "-o", "b.csv", "--pixel-range", "100")]
    [InlineData("--batch-size is \"0\"; expected a whole number, 1 to 65536. --workers is \"x\"; expected a whole number, 1 to 1024.", "encode", "a.csv", "-o", "b.csv", "--batch-size", "0", "--workers", "x")]
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

    [GeneratedRegex(@"^vae           \d+\.\d+\.\d+\nruntime       \.NET 10\..+\nONNX Runtime  1\.\d+\.\d+\nMicrosoft\.ML  \d+\.\d+\.\d+\nTorchSharp    \d+\.\d+\.\d+\n$")]
    private static partial Regex VersionLines();
}
