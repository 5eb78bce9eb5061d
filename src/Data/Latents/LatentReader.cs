using VaePipeline.Data.Points;

namespace VaePipeline.Data.Latents;

/// <summary>
/// Reads latents row by row and strictly, from CSV or TSV (UTF-8, an optional header line of names, then rows of numbers in
/// the invariant culture) or NPY ([N, L], float32 or float64), plain or gzipped. Memory does not grow with the file. A text
/// whose header has <c>z0</c> … <c>z(L-1)</c> (also <c>z_0</c>, <c>z[0]</c>, <c>latent0</c>, <c>mean0</c>) may have them in
/// any order and other columns beside them; without such names each row has exactly L numbers. Not thread-safe.
/// </summary>
public abstract class LatentReader : IDisposable
{
    private readonly InputStream? _bytes;

    private protected LatentReader(InputStream bytes, LatentInput input)
    {
        _bytes = bytes;
        Path = input.Path;
        LatentSize = input.LatentSize;
        Position = input.Start;
    }

    /// <summary>Rows that come from no file.</summary>
    private protected LatentReader(int latentSize) => (Path, LatentSize) = ("points", latentSize);

    /// <summary>Names of the columns that are no latents, in the file's order.</summary>
    public IReadOnlyList<string> ExtraColumns { get; private protected set; } = [];

    /// <summary>After the row that was read last; at the end of the input once there are no more rows.</summary>
    public InputPosition Position { get; private protected set; }

    /// <summary>
    /// Where a last line ends that has no line end; 0 where no such line was read. On standard input it may be the first
    /// half of a line whose writer was stopped: a run must not go on after it.
    /// </summary>
    public long OpenEnd { get; private protected set; }

    /// <summary>Bytes of the file, or of the part of it, that were read so far, as they lie on the disk.</summary>
    public virtual long BytesRead => _bytes?.Read ?? 0;

    /// <summary>Bytes that there are to read; null where nobody knows.</summary>
    public virtual long? TotalBytes => _bytes?.Total;

    /// <summary>The row's cells that are no latents, as CSV text in UTF-8; valid until the next row is read.</summary>
    public virtual ReadOnlySpan<byte> Extra => [];

    /// <summary>L, numbers in a row.</summary>
    private protected int LatentSize { get; }

    /// <summary>What errors call the file.</summary>
    private protected string Path { get; }

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="input">Which file, and how to read it.</param>
    /// <returns>The reader. The caller disposes it.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="BadInputException">It cannot be read, or its header does not fit; the message says where.</exception>
    public static LatentReader Open(LatentInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentException.ThrowIfNullOrWhiteSpace(input.Path, nameof(input));
        ArgumentOutOfRangeException.ThrowIfLessThan(input.LatentSize, 1, nameof(input));
        InputStream bytes = InputStream.Open(input.Path, input.StandardInput, "a CSV, TSV or NPY file of latents");
        try
        {
            if (input.Shard != Shard.Whole && !bytes.IsPlainFile)
            {
                throw BadInputException.In(
                    input.Path, bytes.IsGzip ? "is gzipped" : "is no file on a disk", "a plain file, of which a shard can read its part alone", "Unpack it into a file first.");
            }

            return FormatOf(input, bytes) == LatentFormat.Npy ? new LatentNpyReader(bytes, input) : new LatentTextReader(bytes, input, FormatOf(input, bytes));
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Opens points that are computed.</summary>
    /// <param name="points">The points.</param>
    /// <returns>The reader. The caller disposes it.</returns>
    public static LatentReader Open(LatentPoints points)
    {
        ArgumentNullException.ThrowIfNull(points);
        return new LatentPointsReader(points);
    }

    /// <summary>
    /// An error of this reader with its line counted from the file's first one. What is in front of a part is read for
    /// that, so ask for an error that ends the work, not for each of many.
    /// </summary>
    /// <param name="row">An error that <see cref="TryReadRow"/> threw.</param>
    /// <returns>The same error; of the first part, that very one.</returns>
    public BadRowException InWholeFile(BadRowException row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return CountLinesBefore() is > 0 and var before ? row.At(row.Line + before) : row;
    }

    /// <summary>Reads the next row.</summary>
    /// <param name="latent">Receives the row, [L].</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="BadRowException">The row is not a valid latent; the next call goes on after it.</exception>
    /// <exception cref="BadInputException">The file is damaged, or has no rows.</exception>
    public bool TryReadRow(Span<float> latent) => latent.Length == LatentSize
        ? TryRead(latent)
        : throw new ArgumentException($"the span has {latent.Length} places; expected {LatentSize}. Pass one place a latent dimension.", nameof(latent));

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _bytes?.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract bool TryRead(Span<float> latent);

    /// <summary>Lines, or rows of a NPY file, in front of the part.</summary>
    private protected abstract long CountLinesBefore();

    /// <summary>What a row has to hold, for errors.</summary>
    private protected string RowText => LatentSize == 1 ? "a row of 1 number" : Invariant($"a row of {LatentSize} numbers");

    private static LatentFormat FormatOf(LatentInput input, InputStream bytes)
    {
        if (input.Format is { } format)
        {
            return format;
        }

        string name = input.Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? input.Path[..^3] : input.Path;
        return bytes.StartsWith(NpyHeader.Magic) ? LatentFormat.Npy
            : System.IO.Path.GetExtension(name).ToUpperInvariant() is ".TSV" or ".TAB" ? LatentFormat.Tsv
            : LatentFormat.Csv;
    }
}
