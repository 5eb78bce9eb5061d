using System.Diagnostics;
using VaePipeline.Data.Latents;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Generation;

/// <summary>
/// Generates images from latents: strict reader, ML.NET pipeline with the batched decoder, sink. Reading, decoding and
/// writing overlap; memory does not grow with the rows. Output gets its name when it is whole; what a run that was cut
/// off has done, a resumed one keeps.
/// </summary>
/// <param name="options">What to generate.</param>
public sealed class ImageGeneration(GenerationOptions options)
{
    /// <summary>Folder in which a run that failed has kept its work for a resume; null where there is none.</summary>
    public string? KeptFolder { get; private set; }

    /// <summary>Images in <see cref="KeptFolder"/>.</summary>
    public long KeptRows { get; private set; }

    /// <summary>Where latents called <c>-</c> come from.</summary>
    public Stream? StandardInput { get; init; }

    /// <summary>Where an output called <c>-</c> goes; null is the process's own standard output.</summary>
    public Stream? StandardOutput { get; init; }

    /// <summary>Runs to the end. Call it once.</summary>
    /// <param name="progress">Told how far it is, a few times a second; null for nobody.</param>
    /// <param name="cancellationToken">Checked a few times a second; what is done by then is kept for a resume.</param>
    /// <returns>What was done; null where a resume found nothing left to do.</returns>
    /// <exception cref="ArgumentException">Options are out of range, or do not fit the model.</exception>
    /// <exception cref="FileNotFoundException">Model or latents are missing.</exception>
    /// <exception cref="BadInputException">Model or latents are not what they must be, or not what they were before a resume; the message says where.</exception>
    /// <exception cref="UnwritableOutputException">The output cannot be written, or is there and may not be replaced.</exception>
    /// <exception cref="IOException">The disk is full, or failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public GenerationReport? Run(IProgress<GenerationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options.Validated();
        return PipelineErrors.Run(
            () =>
            {
                if (options.Output.IsStandardOutput || options.Points is not null)
                {
                    return RunDirectly(progress, cancellationToken);
                }

                using GenerationFolder? folder = GenerationFolder.Open(options);
                return folder is null ? null : RunIn(folder, progress, cancellationToken);
            },
            cancellationToken);
    }

    private GenerationReport RunDirectly(IProgress<GenerationProgress>? progress, CancellationToken cancellationToken)
    {
        VaeModel model = options.Model ?? VaeModel.ReadDecoder(options.ModelPath);
        using ImageSink sink = ImageSink.Open(options.Output, model.Facts.Image, options.Sink, StandardOutput);
        using LatentView latents = options.Points is { } points
            ? new LatentView(points) { Checkpoints = new() }
            : new LatentView(Input(model, default)) { Checkpoints = new() };
        using var loop = new GenerationLoop(options, model, latents, sink, manifest: null, default);
        Stopwatch watch = Stopwatch.StartNew();
        loop.Run(journal: null, progress, cancellationToken);
        sink.Complete();
        return loop.Report(resumedRows: 0, watch.Elapsed);
    }

    private GenerationReport RunIn(GenerationFolder folder, IProgress<GenerationProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            VaeModel model = options.Model ?? VaeModel.ReadDecoder(options.ModelPath);
            GenerationRecord record = Begin(folder, model);
            GenerationReport report = record.IsComplete
                ? Finished(record)
                : Generate(folder, model, ref record, progress, cancellationToken);
            return report with { OtherFiles = folder.Publish(record.IsManifestWanted, withRejects: record.State.Row.RejectedRows > 0) };
        }
        catch when (folder.HasNothing)
        {
            folder.Delete();
            throw;
        }
    }

    private GenerationReport Generate(
        GenerationFolder folder, VaeModel model, ref GenerationRecord record, IProgress<GenerationProgress>? progress, CancellationToken cancellationToken)
    {
        GenerationRecord begun = record;
        GenerationState? from = begun.State.Images.Rows > 0 ? begun.State : null;
        using var rejects = new RejectsFile(folder.In(GenerationFolder.RejectsName), from?.Row);
        using var latents = new LatentView(Input(model, begun.State.Row.Input), options.OnError == RowErrorPolicy.Skip ? rejects : null) { Checkpoints = new() };
        using var manifest = new ManifestFile(folder.In(GenerationFolder.ManifestName), from?.ManifestBytes, latents.ExtraColumns);
        using ImageSink sink = ImageSink.OpenAt(folder.ImagesPlace, options.Output, model.Facts.Image, options.Sink, from?.Images);
        using var loop = new GenerationLoop(options, model, latents, sink, manifest, begun.State.Row);
        using var journal = new GenerationJournal(folder.Path, state =>
        {
            sink.Sync();
            manifest.Sync();
            rejects.Sync();
            folder.Write(begun with { State = state });
        });
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            loop.Run(journal, progress, cancellationToken);
            journal.Wait();
            sink.Complete();
            folder.ClearPlace();
            manifest.Flush();
            manifest.Sync();
            rejects.Sync();
        }
        catch (Exception exception)
        {
            // A row that is bad within the first seconds leaves nothing: there is little to keep, and the file will change.
            bool isBadInput = PipelineErrors.Cause(exception) is BadInputException && !cancellationToken.IsCancellationRequested;
            if (!isBadInput || from is not null || journal.HasRecorded)
            {
                Keep(folder, loop, journal);
            }

            throw;
        }

        record = begun with
        {
            // Rows may have been rejected after the last image.
            State = new GenerationState(loop.Row with { RejectedRows = rejects.Rows, RejectsBytes = rejects.Bytes }, new SinkState(sink.Count, sink.BytesWritten), manifest.Bytes),
            IsComplete = true,
            IsManifestWanted = options.Manifest ?? (options.OnError == RowErrorPolicy.Skip || latents.ExtraColumns.Count > 0),
            Lines = latents.Reader!.Position.Line, // Not null: there was a cursor. At the end this is the last line.
        };
        folder.Write(record);
        return loop.Report(from?.Images.Rows ?? 0, watch.Elapsed) with { Rejected = rejects.Rows };
    }

    /// <summary>Records what is done, so that a resume goes on after it.</summary>
    private void Keep(GenerationFolder folder, GenerationLoop loop, GenerationJournal journal)
    {
        try
        {
            if (loop.TryGetState(out GenerationState last))
            {
                journal.Record(last);
            }

            journal.Wait();
        }
        catch (IOException)
        {
            // The disk that failed the run: what was recorded before stands.
        }

        if (!folder.HasNothing)
        {
            (KeptFolder, KeptRows) = (folder.Path, folder.ReadRecord()?.State.Images.Rows ?? 0);
        }
    }

    /// <summary>The record of the run that is to be finished: this one's, or, if it is the same, that of an earlier one.</summary>
    private GenerationRecord Begin(GenerationFolder folder, VaeModel model)
    {
        if (options.LatentsPath != LatentInput.StandardInputPath)
        {
            // What is wrong with the file or its header is told here, before anything else of it is looked at.
            using LatentReader reader = LatentReader.Open(Input(model, default));
            if (reader.TotalBytes is null)
            {
                throw BadInputException.In(options.LatentsPath, "is a pipe or a device", "a file, or - for standard input", "Pass it as standard input: - < PIPE.");
            }
        }

        var record = new GenerationRecord
        {
            Identity = GenerationRecord.Identify(options, model.Onnx.Bytes, model.Onnx.BatchSize(options.Decoder)),
            Shard = options.Shard,
            Format = options.Output.Format,
            Image = model.Facts.Image,
            MayReplace = options.Sink.Overwrite,
        };
        if (folder.Earlier is not { } earlier)
        {
            folder.Write(record);
            return record;
        }

        string[] differences = [.. earlier.DifferencesTo(record)];
        return differences.Length == 0 ? earlier : throw BadInputException.In(
            folder.Path, $"holds another run: {string.Join("; ", differences)}", "the same input, model and options", "Restore them to resume, or pass --force to begin again.");
    }

    private LatentInput Input(VaeModel model, InputPosition start) => new()
    {
        Path = options.LatentsPath,
        LatentSize = model.Facts.LatentSize,
        Columns = options.LatentColumns,
        Format = options.LatentsFormat,
        Shard = options.Shard,
        Start = start,
        StandardInput = StandardInput,
    };

    /// <summary>The report of a run that an earlier one had finished except for the names of its files.</summary>
    private GenerationReport Finished(GenerationRecord record) => new()
    {
        Rows = record.State.Images.Rows,
        ResumedRows = record.State.Images.Rows,
        Rejected = record.State.Row.RejectedRows,
        BytesWritten = record.State.Images.Bytes,
        Description = options.Output.Format.ToString(),
    };
}
