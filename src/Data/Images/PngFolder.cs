using VaePipeline.Data.Formats;

namespace VaePipeline.Data.Images;

/// <summary>
/// Finds the images of a folder: PNG files in it, or in its sub-folders, whose names are then the labels. Hidden files
/// and files of other kinds are passed over.
/// </summary>
public static class PngFolder
{
    private const string Extension = ".png";

    /// <summary>Whether there are PNG files in a folder or one of its sub-folders.</summary>
    public static bool IsOne(string folder) =>
        FolderContents.Files(folder, Extension).Length > 0
        || FolderContents.Folders(folder).Any(sub => FolderContents.Files(sub, Extension).Length > 0);

    /// <summary>The images of a folder, sub-folder by sub-folder, in ordinal order of their names; memory holds one sub-folder's names.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="BadInputException">No images, or images beside folders of images; while it runs, folders within labels.</exception>
    public static IEnumerable<LabelledFile> Files(string folder)
    {
        string[] files = FolderContents.Files(folder, Extension);
        string[] labels = FolderContents.Folders(folder);
        string? labelled = labels.FirstOrDefault(label => FolderContents.Files(label, Extension).Length > 0);
        if (files.Length > 0)
        {
            return labelled is null
                ? files.Select(file => new LabelledFile(file, Label: null))
                : throw BadInputException.In(
                    files[0], $"it lies beside the folder \"{Path.GetFileName(labelled)}\", which holds images too", "either images or folders of images", "Move the images into folders, or the folders away.");
        }

        return labelled is null && !labels.Any(label => FolderContents.Folders(label).Length > 0)
            ? throw BadInputException.In(folder, $"there are {FolderContents.Describe(folder)}", "PNG files, or folders of them", "Convert the images to 8-bit grey or RGB PNG.")
            : labels.SelectMany(FilesOfLabel);
    }

    private static IEnumerable<LabelledFile> FilesOfLabel(string folder) => FolderContents.Folders(folder).Length > 0
        ? throw BadInputException.In(folder, $"there are {FolderContents.Describe(folder)}", "images alone, as its name is their label", "Move the images up into it.")
        : FolderContents.Files(folder, Extension).Select(file => new LabelledFile(file, Path.GetFileName(folder)));
}
