namespace VaePipeline.Training.Tests.Commands;

public sealed class TrainingProgramTests
{
    [Theory]
    [InlineData("train")]
    [InlineData("export")]
    [InlineData("evaluate")]
    [InlineData("data")]
    public async Task Help_is_as_reviewed(string command)
    {
        var run = await ProgramRun.OfAsync(command, "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        Snapshot.Match($"Help_{command}", run.Out);
    }

    [Fact]
    public async Task Version_names_program_and_engines()
    {
        var run = await ProgramRun.OfAsync("--version");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("(?m)^VaePipeline [0-9]+\\.[0-9]+\\.[0-9]+\\s*$", run.Out);
        Assert.Matches("(?m)^TorchSharp [0-9]+\\.[0-9]+\\.[0-9]+\\s*$", run.Out);
        Assert.Matches("(?m)^libtorch [0-9]+\\.[0-9]+\\.[0-9]+\\s*$", run.Out);
        Assert.Matches("(?m)^ONNX Runtime [0-9]+\\.[0-9]+", run.Out);
    }

    [Theory]
    [InlineData("train --output x", "Option '--data' is required.", "vae train")]
    [InlineData("train --data digits --output x --epochs many", "Cannot parse argument 'many' for option '--epochs'", "vae train")]
    [InlineData("data digits --shet x.png", "Unrecognized command or argument '--shet'.", "vae data")]
    public async Task Wrong_usage_is_one_line_and_exit_code_2(string line, string part, string command)
    {
        var run = await ProgramRun.OfAsync(line.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(part, run.Error, StringComparison.Ordinal);
        Assert.EndsWith($"See `{command} --help`.{Environment.NewLine}", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }
}
