namespace VaePipeline.Inference.Sessions;

/// <summary>
/// Encodes images to the Gaussian q(z|x) with ONNX Runtime, without a pipeline. Any number of threads may encode at
/// once with one object.
/// </summary>
public sealed class ImageEncoder : IDisposable
{
    private readonly SessionPool _pool;

    private readonly bool _requireFinite;

    private ImageEncoder(VaeModel model, OnnxSession session, BatchedOnnxOptions options)
    {
        Facts = model.Facts;
        _pool = new SessionPool(session, model.EncoderTensors(session), model.Onnx.BatchSize(options));
        _requireFinite = options.NonFinite == NonFinitePolicy.Error;
    }

    /// <summary>What the model says of itself.</summary>
    public ModelFacts Facts { get; }

    /// <summary>L, numbers in one latent.</summary>
    public int LatentSize => Facts.LatentSize;

    /// <summary>Shape of one image, [C, H, W].</summary>
    public ImageShape Image => Facts.Image;

    /// <summary>Opens the encoder of a model folder, whose hashes are checked, or a lone encoder file.</summary>
    /// <param name="modelPath">A model folder, or an .onnx file that the exporter wrote.</param>
    /// <param name="options">Rows of one session call, threads, session settings; <c>null</c> for the defaults.</param>
    /// <returns>The encoder. The caller disposes it.</returns>
    /// <exception cref="FileNotFoundException"><paramref name="modelPath"/> is not there.</exception>
    /// <exception cref="BadInputException">The model is damaged, foreign, or no encoder.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static ImageEncoder Open(string modelPath, BatchedOnnxOptions? options = null)
    {
        options = (options ?? new BatchedOnnxOptions()).ValidatedForEncoder();
        return Open(VaeModel.ReadEncoder(modelPath), options);
    }

    /// <summary>Opens an encoder that was read already.</summary>
    internal static ImageEncoder Open(VaeModel model, BatchedOnnxOptions options) =>
        OnnxSession.Open(model.Onnx, options, session => new ImageEncoder(model, session, options));

    /// <summary>Encodes N images, N &gt;= 0, in as many session calls as the batch size asks for.</summary>
    /// <param name="images">[N, C, H, W], row-major, in [0, 1].</param>
    /// <param name="means">μ, [N, L], row-major: written whole.</param>
    /// <param name="logVariances">ln σ², [N, L], row-major, not standard deviations: written whole.</param>
    /// <exception cref="BadInputException"><paramref name="images"/> are no whole number of images, or, if the options say so, have a NaN or an infinite number.</exception>
    /// <exception cref="ArgumentException"><paramref name="means"/> or <paramref name="logVariances"/> is of another length.</exception>
    /// <exception cref="ObjectDisposedException">This encoder is disposed.</exception>
    public void Encode(ReadOnlySpan<float> images, Span<float> means, Span<float> logVariances)
    {
        int pixels = Image.PixelCount;
        int count = CallerRows.Count(images, pixels, nameof(images), _requireFinite);
        CallerRows.RequireRoom(means.Length, count, LatentSize, nameof(means));
        CallerRows.RequireRoom(logVariances.Length, count, LatentSize, nameof(logVariances));
        foreach ((SessionBuffers buffers, int first, int rows) in _pool.Batches(count))
        {
            images.Slice(first * pixels, rows * pixels).CopyTo(((TensorBuffer<float>)buffers.Inputs[0]).Rows(rows));
            buffers.Run(rows);
            ((TensorBuffer<float>)buffers.Outputs[0]).Rows(rows).CopyTo(means[(first * LatentSize)..]);
            ((TensorBuffer<float>)buffers.Outputs[1]).Rows(rows).CopyTo(logVariances[(first * LatentSize)..]);
        }
    }

    /// <summary>Frees the session; calls under way end first.</summary>
    public void Dispose() => _pool.Dispose();
}
