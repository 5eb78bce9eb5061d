namespace VaePipeline.Generation.Encodings;

/// <summary>Where means and log-variances go, and in which form: the path's ending says it.</summary>
/// <param name="Path">The file, as the user gave it; <c>-</c> is standard output, as CSV.</param>
/// <param name="IsNpy">Whether they are NPY files, and not CSV.</param>
/// <param name="Gzip">Whether the file is compressed; CSV alone.</param>
public sealed record EncodingOutput(string Path, bool IsNpy = false, bool Gzip = false)
{
    /// <summary>The endings that <see cref="Parse"/> knows, in words, for help and errors.</summary>
    public const string KnownEndings = ".csv, .csv.gz, or .npy (means; the log-variances go to a second file, -log-variance.npy)";

    /// <summary>Whether they go to standard output.</summary>
    public bool IsStandardOutput => Path == ImageOutput.StandardOutputPath;

    /// <summary>All files that are written.</summary>
    public IReadOnlyList<string> Files => IsStandardOutput ? [] : IsNpy ? [Path, LogVariancePath] : [Path];

    /// <summary>Where the log-variances go, if they are NPY.</summary>
    internal string LogVariancePath => $"{Path[..^".npy".Length]}-log-variance.npy";

    /// <summary>Chooses the form by the path.</summary>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <returns>The output; nothing is opened.</returns>
    /// <exception cref="ArgumentException">The ending is none of the known ones.</exception>
    public static EncodingOutput Parse(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return path switch
        {
            ImageOutput.StandardOutputPath => new EncodingOutput(path),
            _ when Ends(".csv") => new EncodingOutput(path),
            _ when Ends(".csv.gz") => new EncodingOutput(path, Gzip: true),
            _ when Ends(".npy") => new EncodingOutput(path, IsNpy: true),
            _ => throw new ArgumentException($"{path}: the ending is not known; expected {KnownEndings}. Choose one of these.", nameof(path)),
        };

        bool Ends(string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Throws where a file is there that would have to be replaced.</summary>
    /// <param name="advice">How the caller of a program lets it be replaced; a clause that begins a sentence.</param>
    /// <exception cref="UnwritableOutputException">It is there; the message says so.</exception>
    public void RequireNew(string advice)
    {
        foreach (string file in Files)
        {
            new ImageOutput(file, ImageFormat.Raw).RequireNew(advice);
        }
    }
}
