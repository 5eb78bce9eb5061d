using VaePipeline.Contracts.Numbers;

namespace VaePipeline.Training.Batches;

/// <summary>Which images of the training set train, and which choose among the epochs. The test set is no part of it.</summary>
/// <param name="Training">Positions of the images that train.</param>
/// <param name="Validation">Positions of the images that are held out; may be empty.</param>
internal sealed record TrainingSplit(int[] Training, int[] Validation)
{
    /// <summary>Holds out random images.</summary>
    /// <param name="count">Images of the set.</param>
    /// <param name="validationCount">Images to hold out, below <paramref name="count"/>.</param>
    /// <param name="seed">Decides which; same seed, same split.</param>
    public static TrainingSplit Create(int count, int validationCount, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(validationCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(validationCount, count);
        int[] order = [.. Enumerable.Range(0, count)];
        new SeededRandom(seed, 0).Shuffle(order);
        return new TrainingSplit(order[validationCount..], order[..validationCount]);
    }
}
