namespace VaePipeline.Inference.Sessions;

/// <summary>
/// Decodes latents to images with ONNX Runtime, without a pipeline. Any number of threads may decode at once with one
/// object.
/// </summary>
public sealed class LatentDecoder : IDisposable
{
    private readonly SessionPool _pool;
    private readonly bool _requireFinite;

    private LatentDecoder(VaeModel model, OnnxSession session, BatchedOnnxOptions options)
    {
        Facts = model.Facts;
        _pool = new SessionPool(session, model.DecoderTensors(session, options.PixelType), model.Onnx.BatchSize(options));
        _requireFinite = options.NonFinite != NonFinitePolicy.PassThrough;
    }

    /// <summary>What the model says of itself.</summary>
    public ModelFacts Facts { get; }

    /// <summary>L, numbers in one latent.</summary>
    public int LatentSize => Facts.LatentSize;

    /// <summary>Shape of one image, [C, H, W].</summary>
    public ImageShape Image => Facts.Image;

    /// <summary>Reads what a decoder says of itself, without loading it into ONNX Runtime: of a folder only the card.</summary>
    /// <param name="modelPath">A model folder, whose hashes <see cref="Open"/> checks, or an .onnx file that the exporter wrote.</param>
    /// <returns>Its facts.</returns>
    /// <exception cref="FileNotFoundException"><paramref name="modelPath"/> is not there.</exception>
    /// <exception cref="BadInputException">The model is damaged, or foreign.</exception>
    public static ModelFacts ReadFacts(string modelPath) => VaeModel.ReadFacts(modelPath);

    /// <summary>Opens the decoder of a model folder, whose hashes are checked, or a lone decoder file.</summary>
    /// <param name="modelPath">A model folder, or an .onnx file that the exporter wrote.</param>
    /// <param name="options">Rows of one session call, threads, session settings; <c>null</c> for the defaults.</param>
    /// <returns>The decoder. The caller disposes it.</returns>
    /// <exception cref="FileNotFoundException"><paramref name="modelPath"/> is not there.</exception>
    /// <exception cref="BadInputException">The model is damaged, foreign, or no decoder.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static LatentDecoder Open(string modelPath, BatchedOnnxOptions? options = null)
    {
        options = (options ?? new BatchedOnnxOptions()).Validated();
        VaeModel model = VaeModel.ReadDecoder(modelPath);
        return OnnxSession.Open(
            GraphTypeAdapter.Adapt(model.Onnx, options.PixelType), options, session => new LatentDecoder(model, session, options));
    }

    /// <summary>Decodes N latents, N &gt;= 0, in as many session calls as the batch size asks for.</summary>
    /// <param name="latents">[N, L], row-major.</param>
    /// <param name="images">[N, C, H, W], row-major, in [0, 1]: written whole.</param>
    /// <exception cref="BadInputException"><paramref name="latents"/> are no whole number of latents, or, unless the options let them through, have a NaN or an infinite number.</exception>
    /// <exception cref="ArgumentException"><paramref name="images"/> is of another length.</exception>
    /// <exception cref="ObjectDisposedException">This decoder is disposed.</exception>
    public void Decode(ReadOnlySpan<float> latents, Span<float> images) => Decode(latents, images, static (pixels, rows, chunk) =>
    {
        if (pixels is TensorBuffer<byte> levels)
        {
            PixelQuantizer.Dequantize(levels.Rows(rows), chunk);
        }
        else
        {
            ((TensorBuffer<float>)pixels).Rows(rows).CopyTo(chunk);
        }
    });

    /// <summary>
    /// Decodes N latents, N &gt;= 0, to bytes: pixels times 255, rounded half to even, as ONNX's QuantizeLinear does.
    /// </summary>
    /// <param name="latents">[N, L], row-major.</param>
    /// <param name="images">[N, C, H, W], row-major, 0 to 255: written whole.</param>
    /// <exception cref="BadInputException"><paramref name="latents"/> are no whole number of latents, or, unless the options let them through, have a NaN or an infinite number.</exception>
    /// <exception cref="ArgumentException"><paramref name="images"/> is of another length.</exception>
    /// <exception cref="ObjectDisposedException">This decoder is disposed.</exception>
    public void Decode(ReadOnlySpan<float> latents, Span<byte> images) => Decode(latents, images, static (pixels, rows, chunk) =>
    {
        if (pixels is TensorBuffer<byte> levels)
        {
            levels.Rows(rows).CopyTo(chunk);
        }
        else
        {
            PixelQuantizer.Quantize(((TensorBuffer<float>)pixels).Rows(rows), chunk);
        }
    });

    /// <summary>Frees the session; calls under way end first.</summary>
    public void Dispose() => _pool.Dispose();

    private void Decode<T>(ReadOnlySpan<float> latents, Span<T> images, PixelWriter<T> write)
    {
        int count = CallerRows.Count(latents, LatentSize, nameof(latents), _requireFinite);
        int pixels = Image.PixelCount;
        CallerRows.RequireRoom(images.Length, count, pixels, nameof(images));
        foreach ((SessionBuffers buffers, int first, int rows) in _pool.Batches(count))
        {
            latents.Slice(first * LatentSize, rows * LatentSize).CopyTo(((TensorBuffer<float>)buffers.Inputs[0]).Rows(rows));
            buffers.Run(rows);
            write(buffers.Outputs[0], rows, images.Slice(first * pixels, rows * pixels));
        }
    }

    private delegate void PixelWriter<T>(TensorBuffer pixels, int rows, Span<T> chunk);
}
