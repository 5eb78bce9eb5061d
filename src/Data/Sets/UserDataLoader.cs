using VaePipeline.Data.Formats;
using VaePipeline.Data.Images;

namespace VaePipeline.Data.Sets;

/// <summary>
/// Reads data that are the user's own: a folder of IDX files under MNIST's names, a folder of PNG files, a CSV, NPY or IDX
/// file, or a folder with two of these, <c>train</c> and <c>test</c>. Where there is no test part, <see cref="TestSplit"/>
/// takes one.
/// </summary>
internal static class UserDataLoader
{
    /// <summary>What can be read, for help and errors.</summary>
    public const string Kinds = "a folder of PNG files (sub-folders are labels), a CSV, NPY or IDX file, a folder with train and test of these, or a folder of IDX files with MNIST's names";

    private const string Pictures = "folder of PNG files";
    private const string PartsAdvice = "Put two parts of one data set into the folder.";

    private static readonly string[] PartEndings = ["", ".csv", ".npy", ".idx"];

    /// <summary>Reads a file or folder that exists.</summary>
    /// <exception cref="ArgumentException">An option does not apply to it.</exception>
    /// <exception cref="BadInputException">It holds nothing that can be read, or something damaged or mixed.</exception>
    public static DataSet Read(string path, ImageLoadOptions reading, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            var (loaded, kind) = ImageFile.Read(path, reading);
            return Split(path, loaded, kind, reading);
        }

        if (IdxFolder.IsOne(path))
        {
            reading.For("a folder of IDX files", takesShape: false, takesRange: false, takesShare: false);
            return IdxFolder.Read(path).Resized(reading.Size);
        }

        if (FindParts(path) is var (training, test))
        {
            return ReadParts(path, training, test, reading, cancellationToken);
        }

        if (!PngFolder.IsOne(path))
        {
            throw BadInputException.In(path, $"there are {FolderContents.Describe(path)}", Kinds, "Check --data, or convert the images.");
        }

        reading.For($"a {Pictures}", takesShape: false, takesRange: false, takesShare: true);
        var files = PngSet.List(path);
        var labels = LabelsOf(files);
        var images = PngSet.Read(files, labels, reading.Size, files[0].Path, cancellationToken);
        return Split(path, new ImageLoadResult(images, labels?.Names), Describe(labels), reading);
    }

    private static DataSet ReadParts(string path, string training, string test, ImageLoadOptions reading, CancellationToken cancellationToken)
    {
        reading.For("data that have a test part", takesShape: true, takesRange: true, takesShare: false);
        if (File.Exists(training))
        {
            var (first, kind) = ImageFile.Read(training, reading);
            var (second, _) = ImageFile.Read(test, reading);
            return Join(path, first, second, training, test, kind).Resized(reading.Size);
        }

        reading.For($"a {Pictures}", takesShape: false, takesRange: false, takesShare: false);
        IReadOnlyList<LabelledFile> trainingFiles = PngSet.List(training), testFiles = PngSet.List(test);
        if (trainingFiles[0].Label is null != testFiles[0].Label is null)
        {
            throw BadInputException.In(
                test, testFiles[0].Label is null ? "the images have no labels" : "the images lie in folders of labels", $"the same as in {training}", PartsAdvice);
        }

        var labels = LabelsOf([.. trainingFiles, .. testFiles]);
        string model = trainingFiles[0].Path;
        return new DataSet(
            NameOf(path),
            "not stated",
            PngSet.Read(trainingFiles, labels, reading.Size, model, cancellationToken),
            PngSet.Read(testFiles, labels, reading.Size, model, cancellationToken))
        {
            Kind = $"{Describe(labels)}, with a test part",
            LabelNames = labels?.Names,
        };
    }

    private static DataSet Join(string path, ImageLoadResult training, ImageLoadResult test, string trainingPath, string testPath, string kind)
    {
        if (test.Images.Shape != training.Images.Shape)
        {
            throw BadInputException.In(testPath, $"images are {test.Images.Shape}", $"{training.Images.Shape}, as in {trainingPath}", PartsAdvice);
        }

        // Kaggle's test.csv, for one, has no labels.
        bool haveOtherLabels = test.Images.Labels is not null && training.Images.Labels is not null
            && !(test.LabelNames ?? []).SequenceEqual(training.LabelNames ?? [], StringComparer.Ordinal);
        return haveOtherLabels
            ? throw BadInputException.In(
                testPath, $"labels are {string.Join(", ", test.LabelNames ?? ["numbers"])}", $"{string.Join(", ", training.LabelNames ?? ["numbers"])}, as in {trainingPath}", PartsAdvice)
            : new DataSet(NameOf(path), "not stated", training.Images, test.Images)
            {
                Kind = $"{kind}, with a test part",
                LabelNames = training.LabelNames ?? test.LabelNames,
                LargestRounding = Math.Max(training.LargestRounding, test.LargestRounding),
            };
    }

    private static DataSet Split(string path, ImageLoadResult loaded, string kind, ImageLoadOptions reading)
    {
        double share = reading.TestShare ?? ImageLoadOptions.DefaultTestShare;
        var (training, test) = TestSplit.Create(ImageResizing.Resize(loaded.Images, reading.Size), share, reading.Seed, path);
        return new DataSet(NameOf(path), "not stated", training, test)
        {
            Kind = kind,
            LabelNames = loaded.LabelNames,
            LargestRounding = loaded.LargestRounding,
            TestShare = share,
        };
    }

    private static (string Training, string Test)? FindParts(string folder)
    {
        foreach (string ending in PartEndings)
        {
            string training = Path.Combine(folder, "train" + ending), test = Path.Combine(folder, "test" + ending);
            if (ending.Length == 0 ? Directory.Exists(training) && Directory.Exists(test) : File.Exists(training) && File.Exists(test))
            {
                return (training, test);
            }
        }

        return null;
    }

    private static LabelNumbers? LabelsOf(IReadOnlyList<LabelledFile> files) =>
        files[0].Label is null ? null : new LabelNumbers(files.Select(file => file.Label!)); // not null: all have one, as the first

    private static string Describe(LabelNumbers? labels) => labels is null ? Pictures : $"{Pictures} in folders of labels";

    private static string NameOf(string path)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        foreach (string extension in (string[])[".gz", ".csv", ".npy", ".idx"])
        {
            name = File.Exists(path) && name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? name[..^extension.Length] : name;
        }

        return name;
    }
}
