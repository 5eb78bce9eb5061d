namespace VaePipeline.Training.Tests.Commands;

public sealed class TrainingProgramTests
{
    [Fact]
    public async Task Version_names_program_and_engines()
    {
        var run = await ProgramRun.OfAsync("--version");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("(?m)^vae +[0-9]+\\.[0-9]+\\.[0-9]+\\s*$", run.Out);
        Assert.Matches("(?m)^TorchSharp +[0-9]+\\.[0-9]+\\.[0-9]+\\s*$", run.Out);
        Assert.Matches("(?m)^ONNX Runtime +[0-9]+\\.[0-9]+", run.Out);
    }

    [Theory]
    [InlineData("train --output x", "vae train: no --data; expected --data FOLDER|FILE|NAME.", "vae train")]
    [InlineData("train --data digits --output x --epochs many", "--epochs is \"many\"; expected a whole number, 1 to 100000.", "vae train")]
    [InlineData("train --data digits --epoch 5", "\"--epoch\" is no option of \"vae train\"; did you mean \"--epochs\"?", "vae train")]
    [InlineData("trian", "\"trian\" is no command of \"vae\"; did you mean \"train\"?", "vae")]
    [InlineData("generate", "\"generate\" is no command of \"vae\"; expected one of train, export, evaluate.", "vae")]
    public async Task Wrong_usage_is_one_line_and_exit_code_2(string line, string part, string command)
    {
        var run = await ProgramRun.OfAsync(line.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(part, run.Error, StringComparison.Ordinal);
        Assert.EndsWith($"Run \"{command} --help\" for usage.{Environment.NewLine}", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }
}
