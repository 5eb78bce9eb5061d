namespace VaePipeline.Generation.Encodings;

/// <summary>
/// Takes means and log-variances row by row and writes them. Files get their names in <see cref="Complete"/>; a sink that
/// is disposed without it leaves nothing behind and earlier files as they were. Not thread-safe.
/// </summary>
internal abstract class EncodingSink(EncodingOutput output) : IDisposable
{
    /// <summary>Rows taken so far.</summary>
    public long Count { get; private set; }

    /// <summary>What is written, in a few words.</summary>
    public abstract string Description { get; }

    /// <summary>Bytes written so far; some may still be on their way to the system.</summary>
    public abstract long BytesWritten { get; }

    /// <summary>Opens the sink of an output.</summary>
    /// <param name="output">Path and form.</param>
    /// <param name="latentSize">L, numbers of a mean.</param>
    /// <param name="extraColumns">Names of the further cells of each row.</param>
    /// <param name="overwrite">Whether files may be replaced.</param>
    /// <param name="standardOutput">Where an output called <c>-</c> goes; stays the caller's. Null is the process's own.</param>
    public static EncodingSink Open(EncodingOutput output, int latentSize, IReadOnlyList<string> extraColumns, bool overwrite, Stream? standardOutput) => output.IsNpy
        ? new NpyEncodingSink(output, latentSize, overwrite)
        : new CsvEncodingSink(output, latentSize, extraColumns, overwrite, standardOutput);

    /// <summary>Takes a row.</summary>
    /// <param name="mean">μ, [L].</param>
    /// <param name="logVariance">ln σ², [L].</param>
    /// <param name="extra">The further cells, as CSV text.</param>
    /// <exception cref="IOException">The disk is full, or failed, or nobody reads standard output any more.</exception>
    public void Append(ReadOnlySpan<float> mean, ReadOnlySpan<float> logVariance, ReadOnlySpan<char> extra)
    {
        try
        {
            Write(mean, logVariance, extra);
        }
        catch (IOException exception)
        {
            throw ImageSink.Failed(output.Path, Count, exception);
        }

        Count++;
    }

    /// <summary>Finishes the files, brings them to the disk and gives them their names. Call it once, at the end.</summary>
    /// <exception cref="IOException">The disk is full, or failed.</exception>
    public void Complete()
    {
        try
        {
            Finish();
        }
        catch (IOException exception) when (exception is not UnwritableOutputException)
        {
            throw ImageSink.Failed(output.Path, Count, exception);
        }
    }

    public abstract void Dispose();

    private protected abstract void Write(ReadOnlySpan<float> mean, ReadOnlySpan<float> logVariance, ReadOnlySpan<char> extra);

    private protected abstract void Finish();
}
