using VaePipeline.Data.Formats;

namespace VaePipeline.Data.Images;

/// <summary>Tells files of images apart by their first bytes, not by their names.</summary>
public static class ImageFileFormats
{
    private const string Expected = "a CSV, NPY or IDX file of images, or a folder of PNG files";

    /// <summary>The form of a file on a disk, gzipped or not.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="BadInputException">It is a pipe, an archive, or no file of images.</exception>
    public static ImageFileFormat Of(string path)
    {
        using InputBytes bytes = InputBytes.Open(path, standardInput: null, Expected);

        // What is looked at here would be gone for the reader.
        return bytes.Length is null ? throw Other(path, "it is a pipe or a device", "Name a file on a disk.") : Of(bytes);
    }

    /// <summary>The form of what was opened. To be asked before anything is read.</summary>
    internal static ImageFileFormat Of(InputBytes bytes) => bytes.Peek() switch
    {
        [0x93, (byte)'N', (byte)'U', ..] => ImageFileFormat.Npy,
        [0, 0, ..] => ImageFileFormat.Idx,
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => ImageFileFormat.Png,
        [(byte)'P', (byte)'K', 3, 4, ..] => throw Other(bytes.Name, "it is a zip archive", "Unpack it."),

        // UTF-16, which is refused by its name.
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => ImageFileFormat.Csv,
        var start when start.Contains((byte)0) => throw Other(bytes.Name, "it is neither", "Convert it."),
        _ => ImageFileFormat.Csv,
    };

    private static BadInputException Other(string path, string found, string advice) => BadInputException.In(path, found, Expected, advice);
}
