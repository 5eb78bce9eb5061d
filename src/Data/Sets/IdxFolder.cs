using VaePipeline.Data.Images;

namespace VaePipeline.Data.Sets;

/// <summary>
/// A folder with the four files of a data set in MNIST's layout and under MNIST's names, each plain or gzipped, with
/// <c>-idx3-ubyte</c> or <c>.idx3-ubyte</c> at the end (both are in use).
/// </summary>
internal static class IdxFolder
{
    /// <summary>Whether a folder has at least one file of MNIST's names.</summary>
    public static bool IsOne(string folder) => IdxNames.All.SelectMany(NamesInUse).Any(name => File.Exists(Path.Combine(folder, name)));

    /// <summary>Reads training and test images with their labels.</summary>
    /// <exception cref="DirectoryNotFoundException">No such folder.</exception>
    /// <exception cref="BadInputException">A file is missing or damaged, or the files do not belong together.</exception>
    public static DataSet Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: the folder does not exist; expected a folder with the four files of MNIST's layout. Check the path.");
        }

        string trainingPath = Find(folder, IdxNames.TrainingImages), testPath = Find(folder, IdxNames.TestImages);
        var training = ReadPart(trainingPath, Find(folder, IdxNames.TrainingLabels));
        var test = ReadPart(testPath, Find(folder, IdxNames.TestLabels));
        if (test.Shape != training.Shape)
        {
            throw BadInputException.In(
                testPath, $"images are {test.Shape}", $"{training.Shape}, as in {trainingPath}", "Put the four files of one data set into the folder.");
        }

        var known = KnownDataSets.All.FirstOrDefault(candidate => candidate.File(IdxNames.TrainingImages).Matches(trainingPath));
        return new DataSet(
            known?.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            known?.Licence ?? "not stated",
            training,
            test)
        {
            Kind = "IDX files with MNIST's names",
        };
    }

    private static ImageSet ReadPart(string imagesPath, string labelsPath)
    {
        var images = IdxReader.Read(imagesPath, labelsPath);
        return images.Count > 0
            ? images
            : throw BadInputException.In(imagesPath, "it holds no images", "at least 1", "Use the whole data set.");
    }

    private static string Find(string folder, string name)
    {
        string[] names = NamesInUse(name);
        return names.Select(candidate => Path.Combine(folder, candidate)).FirstOrDefault(File.Exists)
            ?? throw BadInputException.In(
                folder,
                $"there is no {name} (nor {string.Join(", ", names.Where(other => other != name))})",
                $"the files {string.Join(", ", IdxNames.All)}",
                "Put all four into the folder, plain or gzipped.");
    }

    // Packed first: in the folder of a known set that is the file whose hash was checked.
    private static string[] NamesInUse(string name)
    {
        string dotted = name.Replace("-idx", ".idx", StringComparison.Ordinal);
        return [$"{name}.gz", name, $"{dotted}.gz", dotted];
    }
}
