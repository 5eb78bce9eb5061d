using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference;
using VaePipeline.Inference.Sessions;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Generation;

/// <summary>Moves images from the pipeline into the sink, and knows where the run could go on.</summary>
internal sealed class GenerationLoop : IDisposable
{
    private const string ImageColumn = "Image";

    private readonly GenerationOptions _options;
    private readonly LatentView _latents;
    private readonly ConcurrentQueue<RowCheckpoint> _checkpoints;
    private readonly StageMeter _meter = new();
    private readonly BatchedOnnxTransformer _decoder;
    private readonly DataViewRowCursor _cursor;
    private readonly ImageSink _sink;
    private readonly ManifestFile? _manifest;
    private readonly Action _appendImage;
    private readonly ValueGetter<ReadOnlyMemory<char>>? _extraGetter;
    private readonly RowLoop _loop;
    private RowCheckpoint _row;
    private ReadOnlyMemory<char> _extra;

    /// <summary>Loads the decoder and opens the latents; sink and manifest stay the caller's.</summary>
    /// <param name="options">The run; validated.</param>
    /// <param name="model">Its decoder.</param>
    /// <param name="latents">The rows, with checkpoints; stay the caller's.</param>
    /// <param name="sink">Takes the images.</param>
    /// <param name="manifest">Takes their origins; null for none.</param>
    /// <param name="from">Where the run goes on.</param>
    public GenerationLoop(GenerationOptions options, VaeModel model, LatentView latents, ImageSink sink, ManifestFile? manifest, RowCheckpoint from)
    {
        (_options, _latents, _sink, _manifest, _row) = (options, latents, sink, manifest, from);
        _checkpoints = latents.Checkpoints ?? throw new ArgumentException("the latents have no checkpoints; expected a queue for them. Set one.", nameof(latents));
        _decoder = VaeTransformsCatalog
            .DecodeLatents(model, ImageColumn, LatentView.LatentColumn, options.Decoder with { FillBatches = true, Meter = _meter })
            .Fit(latents);
        try
        {
            IDataView images = _decoder.Transform(latents);
            DataViewSchema.Column image = images.Schema[ImageColumn];
            DataViewSchema.Column? extra = manifest is null ? null : images.Schema.GetColumnOrNull(LatentView.ExtraColumn);
            _cursor = images.GetRowCursor(extra is null ? [image] : [image, extra.Value]);
            _extraGetter = extra is null ? null : _cursor.GetGetter<ReadOnlyMemory<char>>(extra.Value);
            _appendImage = image.Type is VectorDataViewType { ItemType: NumberDataViewType item } && item == NumberDataViewType.Byte
                ? Appender<byte>(image, sink.Append)
                : Appender<float>(image, sink.Append);
        }
        catch
        {
            _cursor?.Dispose();
            _decoder.Dispose();
            throw;
        }

        _loop = new RowLoop(_cursor, _meter, Append, () => Progress);
    }

    private delegate void SpanAction<T>(ReadOnlySpan<T> values);

    /// <summary>After the last row that has its image.</summary>
    public RowCheckpoint Row => _row;

    private GenerationProgress Progress => new(
        _sink.Count, _row.RejectedRows, _latents.Reader?.BytesRead ?? 0, _latents.Reader?.TotalBytes, _sink.BytesWritten, _meter.Fill);

    /// <summary>Runs to the end of the latents.</summary>
    /// <param name="journal">Records progress; null if nothing can be resumed.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void Run(GenerationJournal? journal, IProgress<GenerationProgress>? progress, CancellationToken cancellationToken)
    {
        long interval = (long)_options.CheckpointInterval.TotalMilliseconds;
        long next = Environment.TickCount64 + interval;
        _loop.Run(progress, journal is null ? null : Checkpoint, most: null, cancellationToken);

        void Checkpoint(long now)
        {
            if (now >= next && !journal.IsBusy && TryGetState(out GenerationState state))
            {
                next = now + interval;
                journal.Record(state);
            }
        }
    }

    /// <summary>
    /// Where the run could go on, were it cut off now; false within a page or a piece of a compressed file, and after a
    /// row that may be half a line.
    /// </summary>
    public bool TryGetState(out GenerationState state)
    {
        state = default;
        if (_row.Input.Offset == _latents.Reader?.OpenEnd && _row.Input.Offset > 0 || !_sink.TryCheckpoint(out SinkState images))
        {
            return false;
        }

        _manifest?.Flush();
        state = new GenerationState(_row, images, _manifest?.Bytes ?? 0);
        return true;
    }

    /// <summary>What was done.</summary>
    public GenerationReport Report(long resumedRows, TimeSpan elapsed) => new()
    {
        Rows = _sink.Count,
        ResumedRows = resumedRows,
        Rejected = _row.RejectedRows,
        BytesRead = Progress.BytesRead,
        BytesWritten = _sink.BytesWritten,
        Elapsed = elapsed,
        Stages = _loop.Stages(_options.Decoder.WorkerCount, "decoding"),
        Description = _sink.Description,
    };

    public void Dispose()
    {
        _cursor.Dispose();
        _decoder.Dispose();
    }

    private void Append()
    {
        long index = _sink.Count;
        _appendImage();
        if (!_checkpoints.TryDequeue(out _row))
        {
            throw new UnreachableException("a row came out of the pipeline that was not read");
        }

        if (_manifest is not null)
        {
            _extraGetter?.Invoke(ref _extra);
            _manifest.Add(index, _row.Input.Line, _extra.Span);
        }
    }

    /// <summary>Hands the current row's image to the sink; the buffer is one for all rows.</summary>
    private Action Appender<T>(DataViewSchema.Column column, SpanAction<T> append)
    {
        ValueGetter<VBuffer<T>> getter = _cursor.GetGetter<VBuffer<T>>(column);
        VBuffer<T> buffer = default;
        return () =>
        {
            getter(ref buffer);
            append(buffer.GetValues());
        };
    }
}
