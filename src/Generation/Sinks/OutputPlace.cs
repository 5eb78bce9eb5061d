using System.Text.RegularExpressions;
using VaePipeline.Contracts.Files;

namespace VaePipeline.Generation.Sinks;

/// <summary>
/// Brings output that is whole from a work folder to its place. A folder that is there is replaced only where it holds
/// nothing but numbered images, so that no mistyped path costs other files.
/// </summary>
internal static partial class OutputPlace
{
    /// <summary>Name of an output's file or folder, in its work folder as in its place.</summary>
    public static string NameOf(ImageOutput output) => Path.GetFileName(Full(output.Path));

    /// <summary>Throws where the output could not be brought to its place.</summary>
    /// <exception cref="UnwritableOutputException">It could not; the message says why.</exception>
    public static void Check(ImageOutput output, bool overwrite)
    {
        if (output.Format == ImageFormat.PngFolder)
        {
            CheckFolder(output, TargetOf(output), overwrite);
        }
        else
        {
            if (!overwrite)
            {
                output.RequireNew();
            }

            if (!overwrite && output.Format == ImageFormat.ContactSheet && SheetPages.FileOf(output.Path, 1) is var second && File.Exists(second))
            {
                throw Unwritable(output, $"{Path.GetFileName(second)} exists already", "new files");
            }

            AtomicFile.Create(output.Path, overwrite).Dispose();
        }
    }

    /// <summary>Removes the pages of an earlier, longer sheet that would lie behind the last of the new one.</summary>
    /// <param name="folder">Folder that holds all pages of the new sheet.</param>
    /// <param name="output">The output; only contact sheets have pages.</param>
    public static void RemoveFurtherPages(string folder, ImageOutput output)
    {
        if (output.Format != ImageFormat.ContactSheet)
        {
            return;
        }

        long page = 1;
        while (File.Exists(SheetPages.FileOf(Path.Combine(folder, NameOf(output)), page)))
        {
            page++;
        }

        for (; SheetPages.FileOf(Full(output.Path), page) is var old && File.Exists(old); page++)
        {
            File.Delete(old);
        }
    }

    /// <summary>Moves what a sink has written into its place.</summary>
    /// <param name="folder">Folder that holds the output's file or folder, under the same name, and the further pages of a sheet.</param>
    /// <param name="output">The output.</param>
    /// <param name="overwrite">Whether what is there may be replaced.</param>
    /// <exception cref="UnwritableOutputException">Something is there that may not be replaced.</exception>
    /// <exception cref="IOException">The move failed; what was there is whole.</exception>
    public static void MoveInto(string folder, ImageOutput output, bool overwrite)
    {
        string name = NameOf(output);
        if (output.Format == ImageFormat.PngFolder)
        {
            MoveFolder(Path.Combine(folder, name), output, overwrite);
            return;
        }

        // The main file last: where it is, all is.
        StagedFolder.MoveFiles(folder, Path.GetDirectoryName(Full(output.Path)) ?? "", last: name, overwrite);
    }

    private static void MoveFolder(string source, ImageOutput output, bool overwrite)
    {
        // Asked again at the end: another run may have written it meanwhile.
        string target = TargetOf(output);
        CheckFolder(output, target, overwrite);
        if (!Directory.Exists(target))
        {
            Directory.Move(source, target);
            return;
        }

        string old = Sibling(target, "old");
        Directory.Move(target, old);
        try
        {
            Directory.Move(source, target);
        }
        catch
        {
            Directory.Move(old, target);
            throw;
        }

        Directory.Delete(old, recursive: true);
    }

    private static void CheckFolder(ImageOutput output, string target, bool overwrite)
    {
        if (Path.GetDirectoryName(target) is not { } parent || target == Environment.CurrentDirectory)
        {
            throw Unwritable(output, "this folder cannot be replaced", "a folder for the images alone");
        }

        if (!Directory.Exists(parent))
        {
            throw Unwritable(output, $"the folder {parent} does not exist", "an existing folder to put it in");
        }

        if (File.Exists(target))
        {
            throw Unwritable(output, "is a file", "a folder for the images");
        }

        if (!overwrite)
        {
            output.RequireNew();
        }

        if (Directory.Exists(target) && Foreign(target) is { } foreign)
        {
            throw Unwritable(output, $"holds \"{foreign}\", which is no numbered image", "a folder for the images alone");
        }
    }

    /// <summary>An entry of a folder that a sink would not write; null where there is none.</summary>
    private static string? Foreign(string folder) => Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
        .FirstOrDefault(entry => !(Directory.Exists(entry) ? NumberedFolder() : NumberedImage()).IsMatch(Path.GetFileName(entry))) is { } found
            ? Path.GetRelativePath(folder, found)
            : null;

    /// <summary>A name beside a file or folder, which nothing has.</summary>
    public static string Sibling(string target, string purpose)
        => Path.Combine(Path.GetDirectoryName(target) ?? "", $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.{purpose}");

    /// <summary>The full path with links followed: a link goes on pointing at what is written.</summary>
    public static string TargetOf(ImageOutput output) => AtomicFile.TargetOf(Full(output.Path));

    private static string Full(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    private static UnwritableOutputException Unwritable(ImageOutput output, string found, string expected, Exception? inner = null)
        => new($"{output.Path}: {found}; expected {expected}. Choose another path.", inner);

    [GeneratedRegex(@"^[0-9]{4,16}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberedFolder();

    [GeneratedRegex(@"^[0-9]{7,19}\.png\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberedImage();
}
