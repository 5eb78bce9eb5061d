using System.IO.Compression;
using VaePipeline.Contracts.Files;
using VaePipeline.Data.Formats;

namespace VaePipeline.Generation.Encodings;

/// <summary>Writes a text: <c>mean0,…,log_variance0,…</c> and the names of further columns, then a line per image.</summary>
internal sealed class CsvEncodingSink : EncodingSink
{
    private readonly AtomicFileStream? _file;
    private readonly GZipStream? _gzip;
    private readonly CsvRows _rows;
    private readonly int _columns;

    public CsvEncodingSink(EncodingOutput output, int latentSize, IReadOnlyList<string> extraColumns, bool overwrite, Stream? standardOutput)
        : base(output)
    {
        IEnumerable<int> dimensions = Enumerable.Range(0, latentSize);
        string[] names =
        [
            .. dimensions.Select(i => Invariant($"mean{i}")),
            .. dimensions.Select(i => Invariant($"log_variance{i}")),
            .. extraColumns,
        ];
        _columns = names.Length;
        _file = output.IsStandardOutput ? null : AtomicFile.Create(output.Path, overwrite);
        _gzip = output.Gzip ? new GZipStream(_file!, CompressionLevel.Fastest, leaveOpen: true) : null; // not null: standard output is not compressed
        _rows = new CsvRows(_gzip ?? _file ?? standardOutput ?? StandardOutput.Open());
        _rows.Add(string.Join(',', names));
        _rows.EndRow();
    }

    public override string Description => Invariant($"CSV file of {Count} rows with {_columns} columns");

    public override long BytesWritten => _rows.Flushed;

    public override void Dispose()
    {
        try
        {
            _gzip?.Dispose();
        }
        catch (IOException)
        {
            // The compressor writes its end: into nothing, if writing failed before.
        }
        finally
        {
            _file?.Dispose();
        }
    }

    private protected override void Write(ReadOnlySpan<float> mean, ReadOnlySpan<float> logVariance, ReadOnlySpan<char> extra)
    {
        _rows.Add(mean);
        _rows.Add(logVariance);
        if (extra.Length > 0)
        {
            _rows.Add(extra);
        }

        _rows.EndRow();
    }

    private protected override void Finish()
    {
        _rows.Flush();
        _gzip?.Dispose();
        _file?.Commit();
    }
}
