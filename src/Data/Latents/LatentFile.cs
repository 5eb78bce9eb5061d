using System.IO.Compression;
using VaePipeline.Contracts.Files;
using VaePipeline.Data.Points;

namespace VaePipeline.Data.Latents;

/// <summary>Writes points as a file of latents that <see cref="LatentReader"/> reads back to the same bits. Memory does not grow with them.</summary>
public static class LatentFile
{
    /// <summary>The endings that are known, in words, for help and errors.</summary>
    public const string KnownEndings = ".csv, .csv.gz or .npy";

    private const string Csv = ".csv";
    private const string CsvGz = ".csv.gz";
    private const string Npy = ".npy";
    private const int RowsBetweenLooks = 4096;

    /// <summary>Throws where a path's ending is not known.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">It is not; the message lists the known ones.</exception>
    public static void RequireEnding(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!Ends(path, Csv) && !Ends(path, CsvGz) && !Ends(path, Npy))
        {
            throw new ArgumentException($"{path}: the ending is not known for points; expected {KnownEndings}. Choose one of these.", nameof(path));
        }
    }

    /// <summary>Writes all points; the file gets its name when the caller commits it.</summary>
    /// <param name="path">The file: CSV with the header z0,z1,…, gzipped or not, or NPY of float32 [N, L], by its ending.</param>
    /// <param name="points">The points.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="cancellationToken">Ends it; then nothing is left.</param>
    /// <returns>The file, whole but for its name. The caller commits and disposes it.</returns>
    /// <exception cref="ArgumentException">The ending is not known.</exception>
    /// <exception cref="UnwritableOutputException">The path cannot be written, or is there and may not be replaced.</exception>
    /// <exception cref="IOException">The disk is full, or failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static AtomicFileStream Write(string path, LatentPoints points, bool overwrite, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(points);
        RequireEnding(path);
        AtomicFileStream file = AtomicFile.Create(path, overwrite);
        try
        {
            if (Ends(path, Npy))
            {
                WriteNpy(file, points, cancellationToken);
            }
            else if (Ends(path, Csv))
            {
                WriteCsv(file, points, cancellationToken);
            }
            else
            {
                using GZipStream packed = new(file, CompressionLevel.Optimal, leaveOpen: true);
                WriteCsv(packed, points, cancellationToken);
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void WriteNpy(Stream file, LatentPoints points, CancellationToken cancellationToken)
    {
        var writer = new NpyWriter(file, points.LatentSize);
        ForEach(points, latent => writer.Append(latent), cancellationToken);
        writer.Complete();
    }

    private static void WriteCsv(Stream file, LatentPoints points, CancellationToken cancellationToken)
    {
        CsvRows rows = new(file);
        rows.Add(string.Join(',', Enumerable.Range(0, points.LatentSize).Select(i => Invariant($"z{i}"))));
        rows.EndRow();
        ForEach(
            points,
            latent =>
            {
                rows.Add(latent);
                rows.EndRow();
            },
            cancellationToken);
        rows.Flush();
    }

    private static void ForEach(LatentPoints points, RowAction write, CancellationToken cancellationToken)
    {
        float[] latent = new float[points.LatentSize];
        for (long i = 0; i < points.Count; i++)
        {
            if (i % RowsBetweenLooks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            points.Get(i, latent);
            write(latent);
        }
    }

    private static bool Ends(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    private delegate void RowAction(ReadOnlySpan<float> latent);
}
