using VaePipeline.Data.Digits;

namespace VaePipeline.Data.Sets;

/// <summary>The built-in data set <c>digits</c>: <see cref="DigitGenerator"/> with fixed seeds.</summary>
internal static class DigitDataSet
{
    /// <summary>Its name as an option and in model cards.</summary>
    public const string Name = "digits";

    /// <summary>Training images where no other number is asked for: as many as MNIST has.</summary>
    public const int DefaultTrainingCount = 60_000;

    private const long TrainingSeed = 1;
    private const long TestSeed = 2;

    /// <summary>Draws the set: training images, and a sixth as many test images, as MNIST has them.</summary>
    /// <param name="trainingCount">Training images, at least 1. Fewer are the first of more, test images likewise.</param>
    public static DataSet Create(int trainingCount = DefaultTrainingCount) => new(
        Name,
        "MIT (drawn by this program)",
        DigitGenerator.Generate(trainingCount, TrainingSeed),
        DigitGenerator.Generate(Math.Max(1, trainingCount / 6), TestSeed));
}
