using System.Globalization;
using System.Text.RegularExpressions;
using VaePipeline.Contracts.Models;

namespace VaePipeline.Training.Tests.Commands;

public sealed partial class OwnDataCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Options_out_of_range_are_refused_all_at_once()
    {
        var run = await ProgramRun.OfAsync(
            "train", "--data", _folder["none"], "--output", _folder["out"], "--resize", "30", "--image-shape", "2x4x4", "--pixel-range", "100", "--test-share", "1");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            "error: --resize is \"30\"; expected WIDTHxHEIGHT, as 32x32. --image-shape is \"2x4x4\"; expected CxHxW with 1 or 3 channels, as 3x32x32. "
            + "--pixel-range is \"100\"; expected 1 or 255. --test-share is \"1\"; expected a number, above 0 and below 1. Run \"vae train --help\" for usage.\n",
            run.Error);
    }

    [Theory]
    [InlineData(3, 32, 32)]
    [InlineData(1, 24, 20)]
    public async Task Train_export_and_evaluate_hold_the_same_images_back(int channels, int height, int width)
    {
        PngFixture.WriteBlocks(_folder["blocks"], 120, new ImageShape(channels, height, width));
        string model = _folder["model"];

        var trained = await ProgramRun.OfAsync(
            "train", "--data", _folder["blocks"], "--output", model, "--epochs", "3", "--batch-size", "10", "--warm-up-steps", "2", "--validation", "8",
            "--test-share", "0.25", "--seed", "9", "--threads", "1");
        var exported = await ProgramRun.OfAsync("export", model, "--data", _folder["blocks"]);
        var evaluated = await ProgramRun.OfAsync("evaluate", model, "--data", _folder["blocks"], "--threads", "1");
        var others = await ProgramRun.OfAsync("evaluate", model, "--data", _folder["blocks"], "--threads", "1", "--test-share", "0.1");

        Assert.Equal((0, 0, 0, 0), (trained.ExitCode, exported.ExitCode, evaluated.ExitCode, others.ExitCode));
        Assert.Contains($"82 images train, 8 choose the epoch, 30 test; {channels}x{height}x{width}", trained.Error, StringComparison.Ordinal);
        double[] losses = [.. TrainingLoss().Matches(trained.Error).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.Equal(3, losses.Length);
        Assert.True(losses[2] < losses[0], trained.Error);
        Assert.Equal(Elbo().Match(trained.Out).Groups[1].Value, Elbo().Match(evaluated.Out).Groups[1].Value);
        Assert.Equal(("", ""), (exported.Error, evaluated.Error));
        Assert.Contains("had these hashes already", exported.Out, StringComparison.Ordinal);
        Assert.StartsWith(
            $"warning: {_folder["blocks"]}: the training images are not those of the model (another SHA-256), so that it may have seen some of the test images",
            others.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_resizes_as_the_training_did()
    {
        PngFixture.WriteBlocks(_folder["blocks"], 40, new ImageShape(1, 21, 13));
        string model = _folder["model"];

        var trained = await ProgramRun.OfAsync(
            "train", "--data", _folder["blocks"], "--output", model, "--epochs", "1", "--validation", "0", "--resize", "12x20", "--threads", "1");
        var exported = await ProgramRun.OfAsync("export", model, "--data", _folder["blocks"]);

        Assert.Equal((0, 0), (trained.ExitCode, exported.ExitCode));
        Assert.Contains("\"resize\": \"12x20\"", await File.ReadAllTextAsync(Path.Combine(model, ModelFolder.CardName)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_says_which_sizes_fit_the_network()
    {
        PngFixture.WriteBlocks(_folder["blocks"], 10, new ImageShape(1, 22, 13));

        var run = await ProgramRun.OfAsync("train", "--data", _folder["blocks"], "--output", _folder["model"], "--validation", "0");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("images are 13 x 22 pixels; expected sides divisible by 4", run.Error, StringComparison.Ordinal);
        Assert.Contains("Add --resize 16x24, lower --depth", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["model"]));
    }

    [GeneratedRegex("^epoch [0-9]+/3: train .* = ([0-9.]+),", RegexOptions.Multiline)]
    private static partial Regex TrainingLoss();

    [GeneratedRegex("negative ELBO +([0-9.]+)")]
    private static partial Regex Elbo();
}
