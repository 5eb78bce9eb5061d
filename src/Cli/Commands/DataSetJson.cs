using System.Text.Json.Serialization;
using VaePipeline.Data.Images;
using VaePipeline.Data.Sets;

namespace VaePipeline.Cli.Commands;

/// <summary>What a data set holds.</summary>
/// <param name="Name">Its name, or that of its folder or file.</param>
/// <param name="Kind">What its files are.</param>
/// <param name="Licence">As far as it is known.</param>
/// <param name="ImageShape">[C, H, W].</param>
/// <param name="Sha256">Of the pixels of the training images.</param>
/// <param name="LargestRounding">By how much a value was rounded to one of 256 levels at most; white is 1.</param>
/// <param name="TestShare">Share of the images that became the test part; null if the data have one of their own.</param>
/// <param name="Seed">Chose that part.</param>
/// <param name="Training">The training images.</param>
/// <param name="Test">The test images.</param>
/// <param name="Sheet">The file that some of them were drawn into; null for none.</param>
internal sealed record DataSetJson(
    string Name, string Kind, string Licence, int[] ImageShape, string Sha256, double LargestRounding, double? TestShare, long Seed, DataPartJson Training, DataPartJson Test, string? Sheet)
{
    public static DataSetJson Of(DataSet set, long seed, string? sheet) => new(
        set.Name,
        set.Kind,
        set.Licence,
        [set.Training.Shape.Channels, set.Training.Shape.Height, set.Training.Shape.Width],
        set.Sha256(),
        set.LargestRounding,
        set.TestShare,
        seed,
        DataPartJson.Of(set.Training, set),
        DataPartJson.Of(set.Test, set),
        sheet);
}

/// <summary>One part of a data set: pixels in 0 to 255, their mean in 0 to 1, and images per label, in the labels' order.</summary>
internal sealed record DataPartJson(int Images, int Lowest, int Highest, double Mean, IReadOnlyDictionary<string, int> Labels)
{
    public static DataPartJson Of(ImageSet images, DataSet set)
    {
        long[] counts = new long[byte.MaxValue + 1];
        foreach (byte pixel in images.Pixels)
        {
            counts[pixel]++;
        }

        double mean = counts.Index().Sum(level => (double)level.Index * level.Item) / (255.0 * images.Pixels.Length);
        return new DataPartJson(
            images.Count,
            Array.FindIndex(counts, count => count > 0),
            Array.FindLastIndex(counts, count => count > 0),
            mean,
            (images.Labels ?? []).CountBy(label => label).OrderBy(label => label.Key).ToDictionary(label => set.LabelName(label.Key), label => label.Value));
    }
}

/// <summary>Source-generated JSON of <c>vae data</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DataSetJson))]
internal sealed partial class DataJson : JsonSerializerContext;
