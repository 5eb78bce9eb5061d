using VaePipeline.Data.Images;

namespace VaePipeline.Data.Sets;

/// <summary>
/// Reads data that are the user's own: a folder of IDX files under MNIST's names, a folder of pictures, a CSV, NPY or IDX
/// file, or a folder with two of these, <c>train</c> and <c>test</c>. If there is no test part, <see cref="TestSplit"/>
/// takes one.
/// </summary>
internal static class UserDataLoader
{
    /// <summary>What can be read, for help and errors.</summary>
    public const string Kinds = $"a folder of {PictureFolder.Kinds} pictures (sub-folders are labels), a CSV, NPY or IDX file, a folder with train and test of these, or a folder of IDX files with MNIST's names";

    private const string NotStated = "not stated";

    private static readonly string[] _partEndings = ["", ".csv", ".npy", ".idx"];

    /// <summary>Reads a file or folder that exists.</summary>
    /// <exception cref="ArgumentException">An option does not apply to it.</exception>
    /// <exception cref="BadInputException">It holds nothing that can be read, or something damaged or mixed.</exception>
    public static DataSet Read(string path, ImageLoadOptions options, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            return Split(path, ReadFile(path, options, cancellationToken), options);
        }

        if (IdxFolder.IsOne(path))
        {
            options.For("a folder of IDX files", takesNumbers: false, takesShare: false);
            return IdxFolder.Read(path).Resized(options);
        }

        if (FindParts(path) is var (training, test))
        {
            return ReadParts(path, training, test, options, cancellationToken).Resized(options);
        }

        return PictureFolder.IsOne(path)
            ? Split(path, ReadPictures(path, options, takesShare: true, form: null, cancellationToken).Loaded, options)
            : throw BadInputException.In(path, $"there are {FolderContents.Describe(path)}", Kinds, "Check the path, or convert the images.");
    }

    private static DataSet ReadParts(string path, string training, string test, ImageLoadOptions options, CancellationToken cancellationToken)
    {
        options.For("data that have a test part", takesNumbers: true, takesShare: false);
        if (File.Exists(training))
        {
            ImageLoadResult file = ReadFile(training, options, cancellationToken);
            return DataSet.OfParts(NameOf(path), NotStated, $"{file.Kind}, with a test part", file, ReadFile(test, options, cancellationToken), training, test);
        }

        (ImageLoadResult first, PictureForm form) = ReadPictures(training, options, takesShare: false, form: null, cancellationToken);
        (ImageLoadResult second, _) = ReadPictures(test, options, takesShare: false, form, cancellationToken);
        return first.Labels is null == second.Labels is null
            ? DataSet.OfParts(NameOf(path), NotStated, $"{first.Kind}, with a test part", first, second, training, test)
            : throw BadInputException.In(
                test, second.Labels is null ? "the images have no labels" : "the images lie in folders of labels", $"the same as in {training}", "Put two parts of one data set into the folder.");
    }

    private static (ImageLoadResult Loaded, PictureForm Form) ReadPictures(string folder, ImageLoadOptions options, bool takesShare, PictureForm? form, CancellationToken cancellationToken)
    {
        options.For("a folder of pictures", takesNumbers: false, takesShare);
        using var reader = new PictureReader(options.ToInput(folder), PictureFolder.MixedFiles(folder), form, cancellationToken);
        return (ImageLoadResult.ReadAll(reader, cancellationToken), reader.Form);
    }

    private static ImageLoadResult ReadFile(string path, ImageLoadOptions options, CancellationToken cancellationToken)
    {
        // All of the file first, at its own size: then a set is resized on all cores.
        using ImageReader reader = ImageReader.Open(options.ToInput(path) with { Resize = null });
        return ImageLoadResult.ReadAll(reader, cancellationToken);
    }

    private static DataSet Split(string path, ImageLoadResult loaded, ImageLoadOptions options)
    {
        double share = options.TestShare ?? ImageLoadOptions.DefaultTestShare;
        LabelNumbers? numbers = LabelNumbers.Of(loaded.Labels ?? []);
        var (training, test) = TestSplit.Create(loaded.Numbered(numbers), share, options.Seed, path);
        return new DataSet(NameOf(path), NotStated, training, test)
        {
            Kind = loaded.Kind,
            LabelNames = numbers?.Names,
            LargestRounding = loaded.LargestRounding,
            TestShare = share,
        }.Resized(options);
    }

    private static (string Training, string Test)? FindParts(string folder)
    {
        foreach (string ending in _partEndings)
        {
            string training = Path.Combine(folder, "train" + ending), test = Path.Combine(folder, "test" + ending);
            if (ending.Length == 0 ? Directory.Exists(training) && Directory.Exists(test) : File.Exists(training) && File.Exists(test))
            {
                return (training, test);
            }
        }

        return null;
    }

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
