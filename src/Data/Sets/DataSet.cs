using System.Security.Cryptography;
using VaePipeline.Data.Images;

namespace VaePipeline.Data.Sets;

/// <summary>Images to train on and images to report on.</summary>
/// <param name="Name">Name in model cards, such as <c>mnist</c>; never a path.</param>
/// <param name="Licence">Licence of the images.</param>
/// <param name="Training">Images that train and choose.</param>
/// <param name="Test">Images that are only reported on; of the same shape.</param>
internal sealed record DataSet(string Name, string Licence, ImageSet Training, ImageSet Test)
{
    /// <summary>What was read, such as <c>folder of PNG files</c>.</summary>
    public string Kind { get; init; } = "built in";

    /// <summary>Name of each label by its number; null where there are no labels, or the numbers are their names.</summary>
    public IReadOnlyList<string>? LabelNames { get; init; }

    /// <summary>By how much a value, in [0, 1], was changed at most to become one of 256 levels.</summary>
    public double LargestRounding { get; init; }

    /// <summary>Share of the images that was taken as test part; null where the data have one of their own.</summary>
    public double? TestShare { get; init; }

    /// <summary>What a label is called.</summary>
    public string LabelName(byte label) => LabelNames?[label] ?? label.ToString(CultureInfo.InvariantCulture);

    /// <summary>This set with images of another size; see <see cref="ImageResizing"/>.</summary>
    /// <param name="size">The size; null leaves them as they are.</param>
    public DataSet Resized(ImageSize? size) =>
        this with { Training = ImageResizing.Resize(Training, size), Test = ImageResizing.Resize(Test, size) };

    /// <summary>SHA-256 of the training images' bytes, [N, C, H, W]; 64 lower-case hexadecimal digits.</summary>
    public string Sha256() => Convert.ToHexStringLower(SHA256.HashData(Training.Pixels));
}
