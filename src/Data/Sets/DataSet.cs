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
    /// <summary>What was read, such as <c>folder of pictures</c>.</summary>
    public string Kind { get; init; } = "built in";

    /// <summary>Name of each label by its number; null where there are no labels, or the numbers are their names.</summary>
    public IReadOnlyList<string>? LabelNames { get; init; }

    /// <summary>By how much a value, in [0, 1], was changed at most to become one of 256 levels.</summary>
    public double LargestRounding { get; init; }

    /// <summary>Share of the images that was taken as test part; null where the data have one of their own.</summary>
    public double? TestShare { get; init; }

    /// <summary>What a label is called.</summary>
    public string LabelName(byte label) => LabelNames?[label] ?? label.ToString(CultureInfo.InvariantCulture);

    /// <summary>A set whose parts were read one by one. A test part may have no labels, as Kaggle's <c>test.csv</c>.</summary>
    /// <exception cref="BadInputException">The parts have images of different shapes.</exception>
    public static DataSet OfParts(string name, string licence, string kind, ImageLoadResult training, ImageLoadResult test, string trainingPath, string testPath)
    {
        if (test.Images.Shape != training.Images.Shape)
        {
            throw BadInputException.In(testPath, $"images are {test.Images.Shape}", $"{training.Images.Shape}, as in {trainingPath}", "Put two parts of one data set into the folder.");
        }

        LabelNumbers? numbers = LabelNumbers.Of([.. training.Labels ?? [], .. test.Labels ?? []]);
        return new DataSet(name, licence, training.Numbered(numbers), test.Numbered(numbers))
        {
            Kind = kind,
            LabelNames = numbers?.Names,
            LargestRounding = Math.Max(training.LargestRounding, test.LargestRounding),
        };
    }

    /// <summary>This set with images of another size, if the options ask for one.</summary>
    public DataSet Resized(ImageLoadOptions options)
    {
        (ImageSize? size, ImageFit fit) = (options.Size, options.FitKind ?? default);
        return this with { Training = ImageResizer.Resize(Training, size, fit), Test = ImageResizer.Resize(Test, size, fit) };
    }

    /// <summary>SHA-256 of the training images' bytes, [N, C, H, W]; 64 lower-case hexadecimal digits.</summary>
    public string Sha256() => Convert.ToHexStringLower(SHA256.HashData(Training.Pixels));
}
