using VaePipeline.Training.Options;

namespace VaePipeline.Training.Tests.Options;

public sealed class OptionsDifferenceTests
{
    [Fact]
    public void Describe_names_all_differences_with_both_values()
    {
        var run = new TrainingOptions();
        var asked = run with { Network = "mlp", LearningRate = 1e-4, Images = 500, BinarizeInput = 0.5 };

        Assert.Equal(
            "\"network\" is \"mlp\"; the run has \"keras\". \"learningRate\" is 0.0001; the run has 0.002. "
            + "\"binarizeInput\" is 0.5; the run has 0. \"images\" is 500; the run has none.",
            OptionsDifference.Describe(run, asked));
    }

    [Fact]
    public void Describe_finds_none_between_equals() =>
        Assert.Equal("", OptionsDifference.Describe(new TrainingOptions { Beta = 0.1 }, new TrainingOptions { Beta = 0.1 }));
}
