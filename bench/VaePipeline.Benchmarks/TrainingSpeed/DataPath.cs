using System.Diagnostics;
using VaePipeline.Contracts.Numbers;
using VaePipeline.Data.Images;
using VaePipeline.Training.Batches;

namespace VaePipeline.Benchmarks.TrainingSpeed;

/// <summary>What a batch costs besides the arithmetic on it.</summary>
/// <param name="GatherMilliseconds">From bytes anywhere in the set to a tensor of floats, on whatever thread.</param>
/// <param name="WaitMilliseconds">What the trainer waits for it, if a step takes as long as the one given.</param>
internal readonly record struct DataPath(double GatherMilliseconds, double WaitMilliseconds)
{
    /// <summary>Measures both on every batch of an order of the images.</summary>
    /// <param name="images">The set.</param>
    /// <param name="batchSize">Images of a batch.</param>
    /// <param name="stepMilliseconds">Between two batches; the thread sleeps meanwhile.</param>
    /// <param name="batches">At least 1.</param>
    public static DataPath Measure(ImageSet images, int batchSize, double stepMilliseconds, int batches)
    {
        int[] order = [.. Enumerable.Range(0, images.Count)];
        new SeededRandom(1, 1).Shuffle(order);

        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < batches; i++)
        {
            using var batch = ImageBatch.Gather(images, order.AsSpan(i * batchSize % (order.Length - batchSize + 1), batchSize));
        }

        double gather = Stopwatch.GetElapsedTime(start).TotalMilliseconds / batches;
        TimeSpan waited = TimeSpan.Zero;
        using var stream = new BatchStream(images, order, batchSize, new InputNoise(0, 0), 1, 0);
        int taken = 0;
        for (; taken < batches; taken++)
        {
            long asked = Stopwatch.GetTimestamp();
            using var batch = stream.Next();
            waited += Stopwatch.GetElapsedTime(asked);
            if (batch is null)
            {
                break;
            }

            Thread.Sleep(TimeSpan.FromMilliseconds(stepMilliseconds));
        }

        return new DataPath(gather, waited.TotalMilliseconds / Math.Max(1, taken));
    }
}
