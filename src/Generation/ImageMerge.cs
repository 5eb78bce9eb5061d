using System.Diagnostics;
using System.Runtime.InteropServices;

namespace VaePipeline.Generation;

/// <summary>
/// Joins the parts that the shards of one generation have written, in <c>OUTPUT.parts/</c>, to what a single run would
/// have written, byte for byte. Lines of manifest and rejects, which a part counts from its own first, become the input's.
/// </summary>
public static class ImageMerge
{
    /// <summary>Joins the parts of an output.</summary>
    /// <param name="output">The output that the shards were given.</param>
    /// <param name="overwrite">Whether an output that is there may be replaced.</param>
    /// <param name="removeParts">Whether the parts go once they are joined; else they stay where they are.</param>
    /// <param name="progress">Told the number of images joined so far.</param>
    /// <param name="cancellationToken">Checked between images; nothing is left behind then.</param>
    /// <returns>What was joined.</returns>
    /// <exception cref="DirectoryNotFoundException">There are no parts.</exception>
    /// <exception cref="BadInputException">A part is missing, not whole, or of another run; the message names all such.</exception>
    /// <exception cref="UnwritableOutputException">The output cannot be written, or is there and may not be replaced.</exception>
    public static GenerationReport Run(ImageOutput output, bool overwrite = false, bool removeParts = false, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!overwrite)
        {
            output.RequireNew();
        }

        Stopwatch watch = Stopwatch.StartNew();
        IReadOnlyList<GenerationPart> parts = GenerationPart.ReadAll(output);
        GenerationRecord first = parts[0].Record;
        using ImageSink sink = ImageSink.Open(output with { Format = first.Format }, first.Image, new ImageSinkOptions { Overwrite = overwrite });
        foreach (GenerationPart part in parts)
        {
            Append(part, sink, progress, cancellationToken);
        }

        // All is ready before the first file gets its name.
        string target = Path.TrimEndingDirectorySeparator(output.Path);
        long rejected = parts.Sum(part => part.Record.State.Row.RejectedRows);
        using PartTable manifest = new($"{target}.{GenerationFolder.ManifestName}", parts, GenerationFolder.ManifestName, hasIndex: true, parts.Any(part => part.Record.IsManifestWanted));
        using PartTable rejects = new($"{target}.{GenerationFolder.RejectsName}", parts, GenerationFolder.RejectsName, hasIndex: false, rejected > 0);
        cancellationToken.ThrowIfCancellationRequested();
        sink.Complete();
        manifest.Commit();
        rejects.Commit();
        if (removeParts)
        {
            Directory.Delete(GenerationFolder.PartsOf(output.Path), recursive: true);
        }

        return new GenerationReport
        {
            Rows = sink.Count,
            Rejected = rejected,
            BytesRead = parts.Sum(part => part.Record.State.Images.Bytes),
            BytesWritten = sink.BytesWritten,
            Elapsed = watch.Elapsed,
            Description = sink.Description,
            OtherFiles = [.. new[] { manifest.Path, rejects.Path }.OfType<string>()],
        };
    }

    private static void Append(GenerationPart part, ImageSink sink, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        byte[] image = new byte[part.RowBytes];
        using FileStream images = new(part.ImagesPath, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        images.Position = part.HeaderBytes;
        for (long row = 0; row < part.Record.State.Images.Rows; row++)
        {
            images.ReadExactly(image);
            if (part.Record.Format == ImageFormat.NpySingle)
            {
                sink.Append(MemoryMarshal.Cast<byte, float>(image));
            }
            else
            {
                sink.Append(image);
            }

            if (row % 1024 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(sink.Count);
            }
        }
    }
}
