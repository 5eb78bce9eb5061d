using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Contracts.Files;
using VaePipeline.Data.Images;
using VaePipeline.Inference;
using VaePipeline.Inference.Sessions;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Generation.Encodings;

/// <summary>
/// Encodes images to the means and log-variances of q(z|x): strict reader, ML.NET pipeline with the batched encoder, sink.
/// Reading, encoding and writing overlap; memory does not grow with the images. Output gets its name when it is whole.
/// </summary>
/// <param name="options">What to encode.</param>
public sealed class ImageEncoding(EncodingOptions options)
{
    private const string MeanColumn = "Mean";
    private const string LogVarianceColumn = "LogVariance";

    private readonly StageMeter _meter = new();
    private VBuffer<float> _mean;
    private VBuffer<float> _logVariance;
    private ReadOnlyMemory<char> _extra;

    /// <summary>Where images called <c>-</c> come from.</summary>
    public Stream? StandardInput { get; init; }

    /// <summary>Where an output called <c>-</c> goes; null is the process's own standard output.</summary>
    public Stream? StandardOutput { get; init; }

    /// <summary>Runs to the end. Call it once.</summary>
    /// <param name="progress">Told how far it is, a few times a second; null for nobody.</param>
    /// <param name="cancellationToken">Checked a few times a second; then nothing is written.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="ArgumentException">Options are out of range.</exception>
    /// <exception cref="FileNotFoundException">Model or images are missing.</exception>
    /// <exception cref="BadInputException">Model or images are not what they must be; the message says where.</exception>
    /// <exception cref="UnwritableOutputException">The output cannot be written, or is there and may not be replaced.</exception>
    /// <exception cref="IOException">The disk is full, or failed, or nobody reads standard output any more.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public GenerationReport Run(IProgress<GenerationProgress>? progress = null, CancellationToken cancellationToken = default) => PipelineErrors.Run(
        () =>
        {
            VaeModel model = VaeModel.ReadEncoder(options.ModelPath);
            using var images = new ImageView(ImageInput.ForModel(model.Card, model.Facts.Image, options.ImagesPath) with
            {
                Range = options.PixelRange,
                StandardInput = StandardInput,
            });
            using var sink = EncodingSink.Open(options.Output, model.Facts.LatentSize, images.ExtraColumns, options.Overwrite, StandardOutput);
            using AtomicFileStream? plotFile = options.PlotPath is null ? null : AtomicFile.Create(options.PlotPath, options.Overwrite);
            EncodingPlot? plot = plotFile is null ? null : new EncodingPlot(model.Facts.LatentSize, images.ExtraColumns);
            return Encode(model, images, sink, plot, plotFile, progress, cancellationToken);
        },
        cancellationToken);

    private GenerationReport Encode(
        VaeModel model, ImageView images, EncodingSink sink, EncodingPlot? plot, AtomicFileStream? plotFile, IProgress<GenerationProgress>? progress, CancellationToken cancellationToken)
    {
        using BatchedOnnxTransformer encoder = VaeTransformsCatalog
            .EncodeImages(model, MeanColumn, LogVarianceColumn, ImageView.ImageColumn, options.Encoder.ValidatedForEncoder() with { FillBatches = true, Meter = _meter })
            .Fit(images);
        IDataView encoded = encoder.Transform(images);
        DataViewSchema.Column mean = encoded.Schema[MeanColumn], logVariance = encoded.Schema[LogVarianceColumn];
        DataViewSchema.Column[] extra = images.ExtraColumns.Count > 0 ? [encoded.Schema[ImageView.ExtraColumn]] : [];
        using DataViewRowCursor cursor = encoded.GetRowCursor([mean, logVariance, .. extra]);
        var meanGetter = cursor.GetGetter<VBuffer<float>>(mean);
        var logVarianceGetter = cursor.GetGetter<VBuffer<float>>(logVariance);
        var extraGetter = extra.Length > 0 ? cursor.GetGetter<ReadOnlyMemory<char>>(extra[0]) : null;
        RowLoop loop = new(cursor, _meter, Append, Progress);

        Stopwatch watch = Stopwatch.StartNew();
        loop.Run(progress, afterRow: null, most: null, cancellationToken);
        plot?.Draw().WriteTo(plotFile!); // not null: both are there, or neither
        sink.Complete();
        plotFile?.Commit();
        return new GenerationReport
        {
            Rows = sink.Count,
            BytesRead = Progress().BytesRead,
            BytesWritten = sink.BytesWritten,
            Elapsed = watch.Elapsed,
            Stages = loop.Stages(options.Encoder.WorkerCount, "encoding"),
            Description = sink.Description,
        };

        void Append()
        {
            meanGetter(ref _mean);
            logVarianceGetter(ref _logVariance);
            extraGetter?.Invoke(ref _extra);
            sink.Append(_mean.GetValues(), _logVariance.GetValues(), _extra.Span);
            plot?.Add(_mean.GetValues(), _extra.Span);
        }

        GenerationProgress Progress() => new(
            sink.Count, 0, images.Reader?.BytesRead ?? 0, images.Reader?.TotalBytes, sink.BytesWritten, _meter.Fill);
    }
}
