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

    private static readonly (string Name, ImageFormat Format, string Ending)[] Formats =
    [
        ("sheet", ImageFormat.ContactSheet, ".png"),
        ("apng", ImageFormat.Animation, ".apng"),
        ("folder", ImageFormat.PngFolder, ""),
        ("idx", ImageFormat.Idx, ".idx"),
        ("npy", ImageFormat.Npy, ".npy"),
        ("npy-float32", ImageFormat.NpySingle, ".npy"),
        ("csv", ImageFormat.Csv, ".csv"),
        ("raw", ImageFormat.Raw, ".raw"),
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
        string ending = unpacked.EndsWith("-idx3-ubyte", StringComparison.OrdinalIgnoreCase) ? ".idx" : System.IO.Path.GetExtension(unpacked);
        int index = ending.Length == 0 && unpacked != path ? -1 : Array.FindIndex(Formats, entry => entry.Ending.Equals(ending, StringComparison.OrdinalIgnoreCase));
        return index >= 0
            ? Formats[index].Format
            : throw new ArgumentException($"{path}: the extension \"{System.IO.Path.GetExtension(path)}\" is not known; expected {KnownEndings}. Choose one of these.", nameof(path));
    }
}

/// <summary>In which form generated images are written.</summary>
public enum ImageFormat
{
    /// <summary>PNG files with many images side by side: <c>digits.png</c>, and where one page does not hold all, <c>digits-0002.png</c>, ….</summary>
    ContactSheet,

    /// <summary>An animated PNG file (APNG): one image after the other.</summary>
    Animation,

    /// <summary>A folder with one PNG file per row, named by its row, 1,000 in a sub-folder: <c>0000/0000000.png</c>, ….</summary>
    PngFolder,

    /// <summary>An IDX file of unsigned bytes [N, H, W], as MNIST's; grey images only.</summary>
    Idx,

    /// <summary>A NumPy file of unsigned bytes, [N, C, H, W].</summary>
    Npy,

    /// <summary>A NumPy file of float32, [N, C, H, W], as the decoder gives them.</summary>
    NpySingle,

    /// <summary>A text file with a header and one line per image: its C * H * W pixels, [C, H, W] row by row, 0 to 255, between commas.</summary>
    Csv,

    /// <summary>The pixels' bytes, [N, C, H, W], and nothing else.</summary>
    Raw,
}
