using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Generation.Sinks;
using VaePipeline.Inference;
using VaePipeline.Inference.Sessions;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Generation;

/// <summary>Moves images from the pipeline into the sink, row by row, and looks up a few times a second.</summary>
internal sealed class GenerationLoop : IDisposable
{
    private const string ImageColumn = "Image";
    private const int LookMilliseconds = 100;
    private const int TimedRows = 16; // One row in so many is timed: the clock itself costs some hundredths of a small image.

    private readonly LatentView _latents;
    private readonly StageMeter _meter = new();
    private readonly BatchedOnnxTransformer _decoder;
    private readonly DataViewRowCursor _cursor;
    private readonly ImageSink _sink;
    private readonly ManifestFile? _manifest;
    private readonly Action _appendImage;
    private readonly ValueGetter<VBuffer<long>> _placeGetter;
    private readonly ValueGetter<ReadOnlyMemory<char>>? _extraGetter;
    private readonly long _checkpointMilliseconds;
    private readonly int _workers;
    private VBuffer<long> _place;
    private ReadOnlyMemory<char> _extra;
    private long _writing;

    /// <summary>Loads the decoder and opens the latents; sink and manifest stay the caller's.</summary>
    /// <param name="options">The run; validated.</param>
    /// <param name="model">Its decoder.</param>
    /// <param name="latents">The rows; stay the caller's.</param>
    /// <param name="sink">Takes the images.</param>
    /// <param name="manifest">Takes their origins; null where nobody wants them.</param>
    /// <param name="from">Where the run goes on.</param>
    public GenerationLoop(GenerationOptions options, VaeModel model, LatentView latents, ImageSink sink, ManifestFile? manifest, RowPlace from)
    {
        (_latents, _sink, _manifest, Place) = (latents, sink, manifest, from);
        _checkpointMilliseconds = (long)options.CheckpointInterval.TotalMilliseconds;
        _workers = options.Decoder.WorkerCount;
        _decoder = VaeTransformsCatalog
            .DecodeLatents(model, ImageColumn, LatentView.LatentColumn, options.Decoder with { FillBatches = true, Meter = _meter })
            .Fit(latents);
        try
        {
            IDataView images = _decoder.Transform(latents);
            DataViewSchema.Column image = images.Schema[ImageColumn];
            _cursor = images.GetRowCursor([image, .. latents.Schema.Where(column => column.Name != LatentView.LatentColumn).Select(column => images.Schema[column.Name])]);
            _placeGetter = _cursor.GetGetter<VBuffer<long>>(images.Schema[LatentView.PlaceColumn]);
            _extraGetter = latents.ExtraColumns.Count > 0 ? _cursor.GetGetter<ReadOnlyMemory<char>>(images.Schema[LatentView.ExtraColumn]) : null;
            _appendImage = image.Type is VectorDataViewType { ItemType: NumberDataViewType item } && item == NumberDataViewType.Byte
                ? Appender<byte>(image, values => _sink.Append(values))
                : Appender<float>(image, values => _sink.Append(values));
        }
        catch
        {
            _cursor?.Dispose();
            _decoder.Dispose();
            throw;
        }
    }

    private delegate void SpanAction<T>(ReadOnlySpan<T> values);

    /// <summary>Where the last row stood that has its image.</summary>
    public RowPlace Place { get; private set; }

    /// <summary>What the stages have done.</summary>
    public StageTimes Stages => new(Stopwatch.GetElapsedTime(0, _meter.Reading), Stopwatch.GetElapsedTime(0, _meter.Running), Stopwatch.GetElapsedTime(0, _writing * TimedRows), _workers);

    /// <summary>How far it is.</summary>
    public GenerationProgress Progress => new(
        _sink.Count, Place.Rejects.Rows, _latents.Reader?.BytesRead ?? 0, _latents.Reader?.TotalBytes, _sink.BytesWritten, _meter.Fill);

    /// <summary>Runs to the end of the latents.</summary>
    /// <param name="journal">Records progress; null where nothing can be resumed.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void Run(GenerationJournal? journal, IProgress<GenerationProgress>? progress, CancellationToken cancellationToken)
    {
        long nextLook = 0;
        long nextCheckpoint = Environment.TickCount64 + _checkpointMilliseconds;
        while (MoveNext(cancellationToken))
        {
            if (_sink.Count % TimedRows == 0)
            {
                long start = Stopwatch.GetTimestamp();
                Append();
                _writing += Stopwatch.GetTimestamp() - start;
            }
            else
            {
                Append();
            }

            long now = Environment.TickCount64;
            if (now >= nextLook)
            {
                nextLook = now + LookMilliseconds;
                progress?.Report(Progress);
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (now >= nextCheckpoint && journal is { IsBusy: false } && TryGetState(out GenerationState state))
            {
                nextCheckpoint = now + _checkpointMilliseconds;
                journal.Record(state);
            }
        }

        progress?.Report(Progress);
    }

    /// <summary>
    /// Where the run could go on, were it cut off now; false within a page or a piece of a compressed file, and behind a
    /// row that may be half a line.
    /// </summary>
    public bool TryGetState(out GenerationState state)
    {
        state = default;
        if (Place.Input.Offset == _latents.Reader?.OpenEnd && Place.Input.Offset > 0 || !_sink.TryCheckpoint(out SinkState images))
        {
            return false;
        }

        _manifest?.Flush();
        state = new GenerationState(Place, images, _manifest?.Bytes ?? 0);
        return true;
    }

    public void Dispose()
    {
        _cursor.Dispose();
        _decoder.Dispose();
    }

    /// <summary>Ctrl-C in a shell ends what writes into a pipe, too: then the end of the input, or half a line there, is none.</summary>
    private bool MoveNext(CancellationToken cancellationToken)
    {
        bool hasRow;
        try
        {
            hasRow = _cursor.MoveNext();
        }
        catch (BadInputException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        if (!hasRow)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return hasRow;
    }

    private void Append()
    {
        long index = _sink.Count;
        _appendImage();
        _placeGetter(ref _place);
        Place = RowPlace.From(_place);
        if (_manifest is not null)
        {
            _extraGetter?.Invoke(ref _extra);
            _manifest.Add(index, Place.Input.Line, _extra.Span);
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
