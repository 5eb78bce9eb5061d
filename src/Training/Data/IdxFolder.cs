using System.Globalization;
using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Formats;

namespace VaePipeline.Training.Data;

/// <summary>
/// A folder with the four files of a data set in MNIST's layout and under MNIST's names, each plain or gzipped, with
/// <c>-idx3-ubyte</c> or <c>.idx3-ubyte</c> at the end (both are in use).
/// </summary>
internal static class IdxFolder
{
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
            test);
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
        string dotted = name.Replace("-idx", ".idx", StringComparison.Ordinal);
        // Packed first: in the folder of a known set that is the file whose hash was checked.
        string[] candidates = [$"{name}.gz", name, $"{dotted}.gz", dotted];
        return candidates.Select(candidate => Path.Combine(folder, candidate)).FirstOrDefault(File.Exists)
            ?? throw BadInputException.In(
                folder,
                string.Create(CultureInfo.InvariantCulture, $"there is no {name} (nor {name}.gz, {dotted}, {dotted}.gz)"),
                $"the files {string.Join(", ", IdxNames.All)}",
                "Put all four into the folder, plain or gzipped.");
    }
}
