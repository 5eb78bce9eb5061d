using VaePipeline.Contracts.Numbers;
using VaePipeline.Data.Images;

namespace VaePipeline.Data.Sets;

/// <summary>
/// Takes a test part from data that have none. Which images it gets follows from the seed and their number alone, so that
/// every command that is given the same seed holds the same images back. Both parts are in random order: the first images of
/// either are as mixed as all.
/// </summary>
internal static class TestSplit
{
    /// <summary>Splits a set.</summary>
    /// <param name="images">All images; at least 2.</param>
    /// <param name="share">Share of the test part, above 0 and below 1; each part gets at least one image.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="source">Where the images are from, for errors.</param>
    /// <exception cref="BadInputException">Fewer than 2 images.</exception>
    public static (ImageSet Training, ImageSet Test) Create(ImageSet images, double share, long seed, string source)
    {
        if (images.Count < 2)
        {
            throw BadInputException.In(
                source, Invariant($"there is {images.Count} image"), "at least 2, one to train on and one to test on", "Use more images.");
        }

        int testCount = Math.Clamp((int)Math.Round(images.Count * share, MidpointRounding.AwayFromZero), 1, images.Count - 1);
        int[] order = [.. Enumerable.Range(0, images.Count)];
        new SeededRandom(new RunSeeds(seed).TestPart, 0).Shuffle(order);
        return (Take(images, order.AsSpan(testCount)), Take(images, order.AsSpan(0, testCount)));
    }

    private static ImageSet Take(ImageSet images, ReadOnlySpan<int> indices)
    {
        int size = images.Shape.PixelCount;
        byte[] pixels = new byte[indices.Length * size];
        byte[]? labels = images.Labels is null ? null : new byte[indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            images.Pixels.AsSpan(indices[i] * size, size).CopyTo(pixels.AsSpan(i * size));
            labels?[i] = images.Labels![indices[i]]; // not null, as labels is not
        }

        return new ImageSet(indices.Length, images.Shape, pixels, labels);
    }
}
