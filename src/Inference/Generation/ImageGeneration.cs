using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Contracts.Models;
using VaePipeline.Inference.Sessions;
using VaePipeline.Inference.Sinks;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Generation;

/// <summary>Generates images from a CSV of latents: strict reader, ML.NET pipeline with the batched decoder, sink.</summary>
public static class ImageGeneration
{
    private const string ImageColumn = "Image";

    /// <summary>Runs a generation to its end. Rows stream: memory does not grow with them, but for a contact sheet's.</summary>
    /// <param name="options">What to generate.</param>
    /// <param name="progress">Told the number of images written so far, once a batch; null for nobody.</param>
    /// <param name="cancellationToken">Checked between batches; nothing is left behind then.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="ArgumentException">Options are out of range, or do not fit the model.</exception>
    /// <exception cref="FileNotFoundException">Model or latents are missing.</exception>
    /// <exception cref="Contracts.Errors.BadInputException">Model or latents are not what they must be; the message says where.</exception>
    /// <exception cref="Contracts.Errors.UnwritableOutputException">The output cannot be written, or is there and may not be replaced.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static GenerationReport Run(GenerationOptions options, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validated();
        if (!options.Sink.Overwrite)
        {
            options.Output.RequireNew();
        }

        try
        {
            return RunPipeline(options, progress, cancellationToken);
        }
        catch (Exception exception) when (PipelineErrors.Cause(exception) != exception)
        {
            ExceptionDispatchInfo.Throw(PipelineErrors.Cause(exception));
            throw;
        }
    }

    private static GenerationReport RunPipeline(GenerationOptions options, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        MLContext context = new();
        ModelFacts facts = VaeModel.ReadDecoder(options.ModelPath).Facts;
        LatentCsvView latents = new(options.LatentsPath, facts.LatentSize);
        using BatchedOnnxTransformer decoder = context.Transforms
            .DecodeLatents(options.ModelPath, ImageColumn, LatentCsvView.ColumnName, options.Decoder)
            .Fit(latents);
        IDataView images = decoder.Transform(latents);
        DataViewSchema.Column column = images.Schema[ImageColumn];

        using DataViewRowCursor cursor = images.GetRowCursor([column]);
        using ImageSink sink = ImageSink.Open(options.Output, facts.Image, options.Sink);
        Action append = column.Type is VectorDataViewType { ItemType: NumberDataViewType item } && item == NumberDataViewType.Byte
            ? Appender<byte>(cursor, column, image => sink.Append(image))
            : Appender<float>(cursor, column, image => sink.Append(image));

        Stopwatch watch = Stopwatch.StartNew();
        while (true)
        {
            if (sink.Count % decoder.BatchSize == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(sink.Count);
            }

            if (!cursor.MoveNext())
            {
                break;
            }

            append();
        }

        progress?.Report(sink.Count);
        sink.Complete();
        return new GenerationReport(sink.Count, watch.Elapsed, sink.Description);
    }

    /// <summary>Hands the current row's image to the sink; the buffer is one for all rows.</summary>
    private static Action Appender<T>(DataViewRowCursor cursor, DataViewSchema.Column column, SpanAction<T> append)
    {
        ValueGetter<VBuffer<T>> getter = cursor.GetGetter<VBuffer<T>>(column);
        VBuffer<T> buffer = default;
        return () =>
        {
            getter(ref buffer);
            append(buffer.GetValues());
        };
    }

    private delegate void SpanAction<T>(ReadOnlySpan<T> values);
}
