using VaePipeline.Contracts.Errors;

namespace VaePipeline.Inference.Sinks;

/// <summary>Where generated images go, and in which form: the path's ending says it.</summary>
/// <param name="Path">File or folder, as the user gave it.</param>
/// <param name="Format">The form.</param>
public sealed record ImageOutput(string Path, ImageFormat Format)
{
    /// <summary>The endings that <see cref="Parse"/> knows, in words, for help and errors.</summary>
    public const string KnownEndings = ".png (contact sheet), .idx or -idx3-ubyte (IDX), .npy (NumPy), or / (folder of PNG files)";

    /// <summary>Chooses the form by the path: a known ending, or a folder where it ends in a slash, is one already, or has no extension.</summary>
    /// <param name="path">File or folder to write.</param>
    /// <returns>The output; nothing is opened.</returns>
    /// <exception cref="ArgumentException">The path is empty, or its extension is unknown; the message lists the known ones.</exception>
    public static ImageOutput Parse(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (System.IO.Path.EndsInDirectorySeparator(path) || Directory.Exists(path))
        {
            return new ImageOutput(path, ImageFormat.PngFolder);
        }

        if (path.EndsWith("-idx3-ubyte", StringComparison.OrdinalIgnoreCase))
        {
            return new ImageOutput(path, ImageFormat.Idx);
        }

        string extension = System.IO.Path.GetExtension(path);
        return new ImageOutput(path, extension.ToUpperInvariant() switch
        {
            "" => ImageFormat.PngFolder,
            ".PNG" => ImageFormat.ContactSheet,
            ".IDX" => ImageFormat.Idx,
            ".NPY" => ImageFormat.Npy,
            _ => throw new ArgumentException($"{path}: the extension \"{extension}\" is not known; expected {KnownEndings}. Choose one of these.", nameof(path)),
        });
    }

    /// <summary>Throws where something is at the path that would have to be replaced: a file, or a folder that is not empty.</summary>
    /// <param name="advice">How the caller of a program lets it be replaced; a clause that begins a sentence.</param>
    /// <exception cref="UnwritableOutputException">It is there; the message says so.</exception>
    public void RequireNew(string advice = "Set Overwrite to replace it")
    {
        if (File.Exists(Path))
        {
            throw new UnwritableOutputException($"{Path}: the file exists already; expected a new file. {advice}, or choose another name.");
        }

        if (Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Any())
        {
            throw new UnwritableOutputException($"{Path}: the folder is not empty; expected a new or an empty folder. {advice}, or choose another name.");
        }
    }
}
