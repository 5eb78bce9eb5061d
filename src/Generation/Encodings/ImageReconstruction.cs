using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Data.Images;
using VaePipeline.Inference;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Generation.Encodings;

/// <summary>
/// Shows what a model keeps of images: each is encoded, the posterior's mean decoded, and original and reconstruction
/// written side by side as one image. One ML.NET pipeline, batched; memory does not grow with the images.
/// </summary>
/// <param name="options">What to reconstruct.</param>
public sealed class ImageReconstruction(ReconstructionOptions options)
{
    private const string MeanColumn = "Mean";
    private const string LogVarianceColumn = "LogVariance";
    private const string ReconstructionColumn = "Reconstruction";

    private VBuffer<float> _original;
    private VBuffer<float> _reconstruction;
    private VBuffer<byte> _levels;
    private double _squares;

    /// <summary>Where images called <c>-</c> come from.</summary>
    public Stream? StandardInput { get; init; }

    /// <summary>Runs to the end. Call it once.</summary>
    /// <param name="progress">Told how far it is, a few times a second; null for none.</param>
    /// <param name="cancellationToken">Checked a few times a second; then nothing is written.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="ArgumentException">Options are out of range, or do not fit the model.</exception>
    /// <exception cref="FileNotFoundException">Model or images are missing.</exception>
    /// <exception cref="BadInputException">Model or images are not what they must be; the message says where.</exception>
    /// <exception cref="UnwritableOutputException">The output cannot be written, or is there and may not be replaced.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ReconstructionReport Run(IProgress<GenerationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        return PipelineErrors.Run(
            () =>
            {
                (VaeModel encoder, VaeModel decoder) = VaeModel.ReadBoth(options.ModelPath);
                ImageShape shape = encoder.Facts.Image;
                using var images = new ImageView(ImageInput.ForModel(encoder.Card, shape, options.ImagesPath) with { Range = options.PixelRange, StandardInput = StandardInput });
                using ImageSink sink = ImageSink.Open(options.Output, shape with { Width = 2 * shape.Width }, options.Sink);
                Reconstruct(encoder, decoder, images, sink, progress, cancellationToken);
                sink.Complete();
                return new ReconstructionReport(sink.Count, _squares / (sink.Count * (double)shape.PixelCount), sink.Description);
            },
            cancellationToken);
    }

    private void Reconstruct(
        VaeModel encoderModel, VaeModel decoderModel, ImageView images, ImageSink sink, IProgress<GenerationProgress>? progress, CancellationToken cancellationToken)
    {
        ImageShape shape = encoderModel.Facts.Image;
        StageMeter meter = new();
        BatchedOnnxOptions model = options.Model.ValidatedForEncoder() with { FillBatches = true };
        using var encoder = VaeTransformsCatalog.EncodeImages(encoderModel, MeanColumn, LogVarianceColumn, ImageView.ImageColumn, model).Fit(images);
        IDataView encoded = encoder.Transform(images);
        using var decoder = VaeTransformsCatalog.DecodeLatents(decoderModel, ReconstructionColumn, MeanColumn, model with { Meter = meter }).Fit(encoded);
        IDataView decoded = decoder.Transform(encoded);
        DataViewSchema.Column original = decoded.Schema[ImageView.ImageColumn], reconstruction = decoded.Schema[ReconstructionColumn];
        using DataViewRowCursor cursor = decoded.GetRowCursor([original, reconstruction]);
        var originalGetter = cursor.GetGetter<VBuffer<float>>(original);
        Action read = Reader(cursor, reconstruction, shape.PixelCount);
        float[] pair = new float[2 * shape.PixelCount];
        RowLoop loop = new(cursor, meter, Append, () => new GenerationProgress(sink.Count, 0, images.Reader?.BytesRead ?? 0, images.Reader?.TotalBytes, sink.BytesWritten, meter.Fill));
        loop.Run(progress, afterRow: null, options.Images, cancellationToken);

        void Append()
        {
            originalGetter(ref _original);
            read();
            Join(shape.Width, pair);
            sink.Append(pair);
        }
    }

    /// <summary>Takes the reconstruction in [0, 1], also from a decoder that gives bytes.</summary>
    private Action Reader(DataViewRowCursor cursor, DataViewSchema.Column column, int pixels)
    {
        if (column.Type is not VectorDataViewType { ItemType: NumberDataViewType item } || item != NumberDataViewType.Byte)
        {
            var getter = cursor.GetGetter<VBuffer<float>>(column);
            return () => getter(ref _reconstruction);
        }

        var levels = cursor.GetGetter<VBuffer<byte>>(column);
        return () =>
        {
            levels(ref _levels);
            VBufferEditor<float> editor = VBufferEditor.Create(ref _reconstruction, pixels);
            PixelQuantizer.Dequantize(_levels.GetValues(), editor.Values);
            _reconstruction = editor.Commit();
        };
    }

    private void Join(int width, Span<float> pair)
    {
        ReadOnlySpan<float> left = _original.GetValues(), right = _reconstruction.GetValues();
        for (int i = 0; i < left.Length; i++)
        {
            double difference = left[i] - right[i];
            _squares += difference * difference;
        }

        for (int start = 0; start < left.Length; start += width)
        {
            left.Slice(start, width).CopyTo(pair[(2 * start)..]);
            right.Slice(start, width).CopyTo(pair[((2 * start) + width)..]);
        }
    }
}

/// <summary>What a reconstruction did.</summary>
/// <param name="Rows">Pairs written.</param>
/// <param name="MeanSquaredError">Mean of (original - reconstruction)² over all pixels, these in [0, 1].</param>
/// <param name="Description">What was written, in a few words.</param>
public sealed record ReconstructionReport(long Rows, double MeanSquaredError, string Description);
