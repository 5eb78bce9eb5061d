using VaePipeline.Contracts.Models;

namespace VaePipeline.Inference.Sessions;

/// <summary>
/// Decodes latents to images with ONNX Runtime, without a pipeline. Any number of threads may decode at once with one
/// object.
/// </summary>
public sealed class LatentDecoder : IDisposable
{
    private readonly SessionPool _pool;

    private LatentDecoder(VaeModel model, OnnxSession session, BatchedOnnxOptions options)
    {
        Facts = model.Facts;
        _pool = new SessionPool(session, [model.LatentInput(session)], [model.ImageOutput(session, options.PixelType)], BatchSizes.For(model.Onnx, options));
    }

    /// <summary>What the model says of itself.</summary>
    public ModelFacts Facts { get; }

    /// <summary>L, numbers in one latent.</summary>
    public int LatentSize => Facts.LatentSize;

    /// <summary>Shape of one image, [C, H, W].</summary>
    public ImageShape Image => Facts.Image;

    /// <summary>Reads what a decoder says of itself, without loading it into ONNX Runtime.</summary>
    /// <param name="modelPath">A model folder, whose hashes are checked, or an .onnx file that the exporter wrote.</param>
    /// <returns>Its facts.</returns>
    /// <exception cref="FileNotFoundException"><paramref name="modelPath"/> is not there.</exception>
    /// <exception cref="BadInputException">The model is damaged, or foreign.</exception>
    public static ModelFacts ReadFacts(string modelPath) => VaeModel.ReadDecoder(modelPath).Facts;

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
        OnnxSession session = OnnxSession.Open(GraphTypeAdapter.Adapt(model.Onnx, options.PixelType), options);
        try
        {
            return new LatentDecoder(model, session, options);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Decodes N latents, N &gt;= 0, in as many session calls as the batch size asks for.</summary>
    /// <param name="latents">[N, L], row-major.</param>
    /// <param name="images">[N, C, H, W], row-major, in [0, 1]: written whole.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
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
    /// <exception cref="ArgumentException">A length does not fit.</exception>
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
        int count = RowCount.Of(latents.Length, LatentSize, nameof(latents));
        RowCount.Require(images.Length, count, Image.PixelCount, nameof(images));

        SessionBuffers buffers = _pool.Rent();
        try
        {
            for (int first = 0; first < count; first += _pool.BatchSize)
            {
                int rows = Math.Min(count - first, _pool.BatchSize);
                latents.Slice(first * LatentSize, rows * LatentSize).CopyTo(((TensorBuffer<float>)buffers.Inputs[0]).Rows(rows));
                buffers.Run(rows);
                write(buffers.Outputs[0], rows, images.Slice(first * Image.PixelCount, rows * Image.PixelCount));
            }
        }
        finally
        {
            _pool.Return(buffers);
        }
    }

    private delegate void PixelWriter<T>(TensorBuffer pixels, int rows, Span<T> chunk);
}
