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
            "--network: unet; expected keras or mlp or residual. --latent-size: 0; expected 1 to 4096. --epochs: -1; expected 1 to 100000. "
            + "--batch-size: 70000; expected 1 to 65536. --learning-rate: NaN; expected above 0 and at most 1. "
            + "--warm-up-steps: -2; expected 0 to 1000000. --seed: -5; expected at least 0. --threads: 0; expected 1 to 1024. --images: 0; expected at least 1. --validation: -1; expected at least 0. "
            + "See `vae train --help`.",
            error.Message);
    }
}
