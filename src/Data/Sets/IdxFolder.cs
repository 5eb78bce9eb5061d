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
        var known = KnownDataSets.All.FirstOrDefault(candidate => candidate.File(IdxNames.TrainingImages).Matches(trainingPath));
        string name = known?.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return DataSet.OfParts(name, known?.Licence ?? "not stated", "IDX files with MNIST's names", training, test, trainingPath, testPath);
    }

    private static ImageLoadResult ReadPart(string imagesPath, string labelsPath)
    {
        using ImageReader images = ImageReader.Open(new ImageInput { Path = imagesPath, LabelsPath = labelsPath });
        return ImageLoadResult.ReadAll(images);
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
