namespace VaePipeline.Generation.Sinks;

/// <summary>Where generated images go, and in which form: the path's ending says it, or the form's name.</summary>
/// <param name="Path">File or folder, as the user gave it; <c>-</c> is standard output.</param>
/// <param name="Format">The form.</param>
/// <param name="Gzip">Whether the file is compressed.</param>
public sealed record ImageOutput(string Path, ImageFormat Format, bool Gzip = false)
{
    /// <summary>The endings that <see cref="Parse"/> knows, in words, for help and errors.</summary>
    public const string KnownEndings =
        ".png (contact sheet), .apng (animation), .idx or -idx3-ubyte (IDX), .npy (NumPy), .csv (pixels as text), .raw (pixels alone), all but .png and .apng also with .gz, or / (folder of PNG files)";

    /// <summary>The path of standard output.</summary>
    public const string StandardOutputPath = "-";

    private const string Gz = ".gz";

    private static readonly (string Name, ImageFormat Format)[] Formats =
    [
        ("sheet", ImageFormat.ContactSheet), ("apng", ImageFormat.Animation), ("folder", ImageFormat.PngFolder), ("idx", ImageFormat.Idx), ("npy", ImageFormat.Npy),
        ("npy-float32", ImageFormat.NpySingle), ("csv", ImageFormat.Csv), ("raw", ImageFormat.Raw),
    ];

    /// <summary>The names of all forms, as <see cref="Parse"/> takes them.</summary>
    public static IReadOnlyList<string> FormatNames { get; } = [.. Formats.Select(entry => entry.Name)];

    /// <summary>Whether the images go to standard output.</summary>
    public bool IsStandardOutput => Path == StandardOutputPath;

    /// <summary>Whether something is at the path that would have to be replaced: a file, or a folder that is not empty.</summary>
    public bool IsThere => !IsStandardOutput && (File.Exists(Path) || IsFilledFolder);

    private bool IsFilledFolder => Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Any();

    /// <summary>
    /// Chooses the form by the path, unless it is named: a known ending, a folder where the path ends in a slash, is one
    /// already, or has no extension, and raw bytes for standard output. A file is compressed where its name ends in .gz.
    /// </summary>
    /// <param name="path">File or folder to write, or <c>-</c>.</param>
    /// <param name="format">One of <see cref="FormatNames"/>; null leaves it to the path.</param>
    /// <returns>The output; nothing is opened.</returns>
    /// <exception cref="ArgumentException">
    /// The path is empty, its extension is unknown (the message lists the known ones), the name is unknown, or the form
    /// cannot be written there.
    /// </exception>
    public static ImageOutput Parse(string path, string? format = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        bool isFolder = System.IO.Path.EndsInDirectorySeparator(path) || Directory.Exists(path);
        bool isGzip = !isFolder && path.EndsWith(Gz, StringComparison.OrdinalIgnoreCase);
        ImageFormat form = format is not null ? Named(format)
            : path == StandardOutputPath ? ImageFormat.Raw
            : isFolder ? ImageFormat.PngFolder
            : ByEnding(path, isGzip ? path[..^Gz.Length] : path);
        ImageOutput output = new(path, form, isGzip);
        if (isFolder && form != ImageFormat.PngFolder)
        {
            throw new ArgumentException($"{path}: is a folder; expected a file for the format \"{format}\". Add a file name.", nameof(path));
        }

        if (isGzip && form is (ImageFormat.ContactSheet or ImageFormat.Animation or ImageFormat.PngFolder))
        {
            throw new ArgumentException($"{path}: PNG files are compressed already; expected a name without .gz. Leave it out.", nameof(path));
        }

        if (output.IsStandardOutput && form is not (ImageFormat.Raw or ImageFormat.Csv))
        {
            throw new ArgumentException($"{path}: standard output takes no format \"{format}\"; expected raw or csv. Name a file.", nameof(path));
        }

        return output;
    }

    /// <summary>Throws where something is at the path that would have to be replaced: a file, or a folder that is not empty.</summary>
    /// <param name="advice">How the caller of a program lets it be replaced; a clause that begins a sentence.</param>
    /// <exception cref="UnwritableOutputException">It is there; the message says so.</exception>
    public void RequireNew(string advice = "Set Overwrite to replace it")
    {
        if (IsThere)
        {
            throw new UnwritableOutputException(IsFilledFolder
                ? $"{Path}: the folder is not empty; expected a new or an empty folder. {advice}, or choose another name."
                : $"{Path}: the file exists already; expected a new file. {advice}, or choose another name.");
        }
    }

    private static ImageFormat Named(string name)
        => Array.FindIndex(Formats, entry => entry.Name == name) is var index and >= 0
            ? Formats[index].Format
            : throw new ArgumentException($"the format \"{name}\" is not known; expected {string.Join(", ", FormatNames)}. Choose one of these.", nameof(name));

    private static ImageFormat ByEnding(string path, string unpacked)
    {
        if (unpacked.EndsWith("-idx3-ubyte", StringComparison.OrdinalIgnoreCase))
        {
            return ImageFormat.Idx;
        }

        string extension = System.IO.Path.GetExtension(unpacked);
        return extension.ToUpperInvariant() switch
        {
            "" when unpacked == path => ImageFormat.PngFolder,
            ".PNG" => ImageFormat.ContactSheet,
            ".APNG" => ImageFormat.Animation,
            ".IDX" => ImageFormat.Idx,
            ".NPY" => ImageFormat.Npy,
            ".CSV" => ImageFormat.Csv,
            ".RAW" => ImageFormat.Raw,
            _ => throw new ArgumentException($"{path}: the extension \"{System.IO.Path.GetExtension(path)}\" is not known; expected {KnownEndings}. Choose one of these.", nameof(path)),
        };
    }
}
