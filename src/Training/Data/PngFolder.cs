using System.Globalization;
using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Formats;

namespace VaePipeline.Training.Data;

/// <summary>
/// Finds the images of a folder: PNG files in it, or in its sub-folders, whose names are then the labels. Hidden files
/// and files of other kinds are passed over.
/// </summary>
internal static class PngFolder
{
    private const string Extension = ".png";

    /// <summary>Whether there are PNG files in a folder or one of its sub-folders.</summary>
    public static bool IsOne(string folder) =>
        FolderContents.Files(folder, Extension).Length > 0
        || FolderContents.Folders(folder).Any(sub => FolderContents.Files(sub, Extension).Length > 0);

    /// <summary>
    /// The images of a folder in ordinal order of their names; where there are labels, these take turns, so that the first
    /// images are as mixed as all.
    /// </summary>
    /// <exception cref="BadInputException">No images, images beside folders of images, or folders within labels.</exception>
    public static IReadOnlyList<LabelledFile> List(string folder)
    {
        string[] files = FolderContents.Files(folder, Extension);
        string[] labels = FolderContents.Folders(folder);
        var labelled = labels.Select(label => (Label: label, Files: FolderContents.Files(label, Extension))).Where(entry => entry.Files.Length > 0).ToArray();
        if (files.Length > 0)
        {
            return labelled.Length == 0
                ? [.. files.Select(file => new LabelledFile(file, Label: null))]
                : throw BadInputException.In(
                    files[0], $"it lies beside the folder \"{Path.GetFileName(labelled[0].Label)}\", which holds images too", "either images or folders of images", "Move the images into folders, or the folders away.");
        }

        if (labels.FirstOrDefault(label => FolderContents.Folders(label).Length > 0) is { } nested)
        {
            throw BadInputException.In(
                nested, $"there are {FolderContents.Describe(nested)}", "images alone, as its name is their label", "Move the images up into it.");
        }

        if (labelled.Length > LabelNumbers.Maximum)
        {
            throw BadInputException.In(
                folder,
                string.Create(CultureInfo.InvariantCulture, $"there are {labelled.Length} folders of images"),
                string.Create(CultureInfo.InvariantCulture, $"at most {LabelNumbers.Maximum} labels"),
                "Put the images into one folder, without labels, or into fewer.");
        }

        return labelled.Length > 0
            ? [.. labelled
                .SelectMany((entry, label) => entry.Files.Select((file, turn) => (turn, label, file: new LabelledFile(file, Path.GetFileName(entry.Label)))))
                .OrderBy(entry => entry.turn).ThenBy(entry => entry.label).Select(entry => entry.file)]
            : throw BadInputException.In(folder, $"there are {FolderContents.Describe(folder)}", "PNG files, or folders of them", "Convert the images to 8-bit grey or RGB PNG.");
    }
}
