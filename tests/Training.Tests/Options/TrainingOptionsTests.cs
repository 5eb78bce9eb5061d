using VaePipeline.Training.Options;

namespace VaePipeline.Training.Tests.Options;

public sealed class TrainingOptionsTests
{
    [Fact]
    public void Validated_accepts_the_defaults()
    {
        var options = new TrainingOptions();

        Assert.Equal(options with { Width = 32, Depth = 2 }, options.Validated());
    }

    [Fact]
    public void Validated_reports_all_faults_at_once()
    {
        var options = new TrainingOptions
        {
            Network = "unet",
            LatentSize = 0,
            Epochs = -1,
            BatchSize = 70_000,
            LearningRate = double.NaN,
            WarmUpSteps = -2,
            Seed = -5,
            Threads = 0,
            Images = 0,
            ValidationImages = -1,
        };

        var error = Assert.Throws<ArgumentException>(options.Validated);

        Assert.Equal(
            "--network is \"unet\"; expected keras or mlp or residual. --latent-size is 0; expected a whole number, 1 to 4096. "
            + "--epochs is -1; expected a whole number, 1 to 100000. --batch-size is 70000; expected a whole number, 1 to 65536. "
            + "--learning-rate is NaN; expected a number, above 0 and at most 1. --warm-up-steps is -2; expected a whole number, 0 to 1000000. "
            + "--images is 0; expected a whole number, at least 1. --validation is -1; expected a whole number, at least 0. "
            + "--seed is -5; expected a whole number, at least 0. --threads is 0; expected a whole number, 1 to 1024. Run \"vae train --help\" for usage.",
            error.Message);
    }

    [Fact]
    public void Validated_names_options_that_do_not_go_together()
    {
        var options = new TrainingOptions { Depth = 11, FreeBits = 1, ImportanceSamples = 5 };

        var error = Assert.Throws<ArgumentException>(options.Validated);

        Assert.Equal(
            "--depth is 11 with --network keras; expected a whole number, 1 to 10. "
            + "--free-bits is given with --importance-samples above 1; expected one of them: the importance-weighted bound has no KL term of its own. Run \"vae train --help\" for usage.",
            error.Message);
    }

    [Fact]
    public void Table_has_every_option_of_the_file()
    {
        // Which weights a run begins with is not chosen by their hash, but by --init-from.
        string[] expected = [.. TrainingOptionsJson.Default.TrainingOptions.Properties.Select(property => property.Name).Where(name => name != "initialWeights").Order(StringComparer.Ordinal)];

        Assert.Equal(expected, TrainingOptionTable.Options.Entries.Select(entry => entry.JsonName).Order(StringComparer.Ordinal));
    }
}
