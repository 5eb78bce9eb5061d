namespace VaePipeline.Data.Images;

/// <summary>
/// Finds the pictures of a folder: files with the extension of a picture in it, or in its sub-folders, whose names are then
/// the labels. Hidden files and files of other kinds are passed over.
/// </summary>
internal static class PictureFolder
{
    /// <summary>The kinds of pictures, for help and errors.</summary>
    public const string Kinds = "PNG, JPEG, WebP, BMP or GIF";

    private static readonly string[] _extensions = [".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif"];

    /// <summary>Whether a file's name is that of a picture. What it is, its first bytes say.</summary>
    public static bool IsPicture(string path) => _extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether there are pictures in a folder or one of its sub-folders.</summary>
    public static bool IsOne(string folder) => Pictures(folder).Any() || FolderContents.Folders(folder).Any(sub => Pictures(sub).Any());

    /// <summary>The pictures of a folder, sub-folder by sub-folder, in ordinal order of their names; memory holds one sub-folder's names.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="BadInputException">No pictures, or pictures beside folders of pictures; while it runs, folders within labels.</exception>
    public static IEnumerable<LabelledFile> Files(string folder)
    {
        string[] files = [.. Pictures(folder)];
        string[] labels = FolderContents.Folders(folder);
        string? labelled = labels.FirstOrDefault(label => Pictures(label).Any());
        if (files.Length > 0)
        {
            return labelled is null
                ? files.Select(file => new LabelledFile(file, Label: null))
                : throw BadInputException.In(
                    files[0], $"it lies beside the folder \"{Path.GetFileName(labelled)}\", which holds images too", "either images or folders of images", "Move the images into folders, or the folders away.");
        }

        return labelled is null && !labels.Any(label => FolderContents.Folders(label).Length > 0)
            ? throw BadInputException.In(folder, $"there are {FolderContents.Describe(folder)}", $"{Kinds} files, or folders of them", "Convert the images to one of these.")
            : labels.SelectMany(FilesOfLabel);
    }

    /// <summary>The pictures of a folder; if there are labels, these take turns, so that the first images are as mixed as all.</summary>
    /// <exception cref="BadInputException">As <see cref="Files"/>, or more labels than a byte tells apart.</exception>
    public static IReadOnlyList<LabelledFile> MixedFiles(string folder)
    {
        var labels = Files(folder).GroupBy(file => file.Label, StringComparer.Ordinal).ToArray();
        return labels.Length <= LabelNumbers.Maximum
            ? [.. labels
                .SelectMany((label, number) => label.Select((file, turn) => (turn, number, file)))
                .OrderBy(entry => entry.turn).ThenBy(entry => entry.number).Select(entry => entry.file)]
            : throw BadInputException.In(
                folder,
                Invariant($"there are {labels.Length} folders of images"),
                Invariant($"at most {LabelNumbers.Maximum} labels"),
                "Put the images into one folder, without labels, or into fewer.");
    }

    private static IEnumerable<LabelledFile> FilesOfLabel(string folder) => FolderContents.Folders(folder).Length > 0
        ? throw BadInputException.In(folder, $"there are {FolderContents.Describe(folder)}", "images alone, as its name is their label", "Move the images up into it.")
        : Pictures(folder).Select(file => new LabelledFile(file, Path.GetFileName(folder)));

    private static IEnumerable<string> Pictures(string folder) => FolderContents.Files(folder).Where(IsPicture);
}

/// <summary>A picture's file.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Label">Name of its folder if folders are labels; else null.</param>
internal readonly record struct LabelledFile(string Path, string? Label);
