using VaePipeline.Inference;
using VaePipeline.Inference.Sessions;
using VaePipeline.Inference.Transforms;

// The namespace of what is extended, as ML.NET's own packages have it: `using Microsoft.ML;` suffices.
namespace Microsoft.ML;

/// <summary>Decoders and encoders of variational autoencoders as steps of ML.NET pipelines.</summary>
public static class VaeTransformsCatalog
{
    /// <summary>
    /// Decodes a column of latents to a column of images, in batches:
    /// <c>pipeline.Append(mlContext.Transforms.DecodeLatents("models/mnist-2d"))</c>.
    /// </summary>
    /// <param name="catalog">The transforms catalog of an <see cref="MLContext"/>.</param>
    /// <param name="modelPath">A model folder, whose hashes are checked, or a lone decoder file that the exporter wrote. Read at once.</param>
    /// <param name="outputColumnName">The column to make: Vector&lt;Single, C, H, W&gt; in [0, 1], or Vector&lt;Byte, C, H, W&gt; if the decoder was exported so or the options ask for it.</param>
    /// <param name="inputColumnName">The column to read: vectors of L Single, L being the model's latent size.</param>
    /// <param name="options">Batch size, threads, session settings; <c>null</c> for the defaults.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="FileNotFoundException"><paramref name="modelPath"/> is not there.</exception>
    /// <exception cref="BadInputException">The model is damaged, foreign, or no decoder.</exception>
    /// <exception cref="ArgumentException">A name is blank or an option is out of range.</exception>
    public static BatchedOnnxEstimator DecodeLatents(
        this TransformsCatalog catalog,
        string modelPath,
        string outputColumnName = "Image",
        string inputColumnName = "Latent",
        BatchedOnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options = (options ?? new BatchedOnnxOptions()).Validated();
        return DecodeLatents(VaeModel.ReadDecoder(modelPath), outputColumnName, inputColumnName, options);
    }

    /// <summary>The same with a decoder that was read already, and options that were validated.</summary>
    internal static BatchedOnnxEstimator DecodeLatents(VaeModel model, string outputColumnName, string inputColumnName, BatchedOnnxOptions options) =>
        BatchedOnnxEstimator.Open(
            model.Onnx,
            new Dictionary<string, string> { [TensorNames.Latent] = inputColumnName },
            new Dictionary<string, string> { [TensorNames.Image] = outputColumnName },
            options with { NonFinite = options.NonFinite ?? NonFinitePolicy.Error },
            session => model.DecoderTensors(session, options.PixelType));

    /// <summary>
    /// Encodes a column of images to the Gaussian q(z|x), in batches:
    /// <c>pipeline.Append(mlContext.Transforms.EncodeImages("models/mnist-2d"))</c>.
    /// </summary>
    /// <param name="catalog">The transforms catalog of an <see cref="MLContext"/>.</param>
    /// <param name="modelPath">A model folder, whose hashes are checked, or a lone encoder file that the exporter wrote. Read at once.</param>
    /// <param name="meanColumnName">The column to make of the means μ: vectors of L Single.</param>
    /// <param name="logVarianceColumnName">The column to make of ln σ², not of standard deviations: vectors of L Single.</param>
    /// <param name="inputColumnName">The column to read: vectors of C*H*W Single in [0, 1], row-major.</param>
    /// <param name="options">Batch size, threads, session settings; <c>null</c> for the defaults.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="FileNotFoundException"><paramref name="modelPath"/> is not there.</exception>
    /// <exception cref="BadInputException">The model is damaged, foreign, or no encoder.</exception>
    /// <exception cref="ArgumentException">A name is blank, the outputs' names are the same, or an option is out of range.</exception>
    public static BatchedOnnxEstimator EncodeImages(
        this TransformsCatalog catalog,
        string modelPath,
        string meanColumnName = "Mean",
        string logVarianceColumnName = "LogVariance",
        string inputColumnName = "Image",
        BatchedOnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options = (options ?? new BatchedOnnxOptions()).ValidatedForEncoder();
        return EncodeImages(VaeModel.ReadEncoder(modelPath), meanColumnName, logVarianceColumnName, inputColumnName, options);
    }

    /// <summary>The same with an encoder that was read already, and options that were validated.</summary>
    internal static BatchedOnnxEstimator EncodeImages(
        VaeModel model, string meanColumnName, string logVarianceColumnName, string inputColumnName, BatchedOnnxOptions options) =>
        BatchedOnnxEstimator.Open(
            model.Onnx,
            new Dictionary<string, string> { [TensorNames.Image] = inputColumnName },
            new Dictionary<string, string> { [TensorNames.Mean] = meanColumnName, [TensorNames.LogVariance] = logVarianceColumnName },
            options,
            session => model.EncoderTensors(session));
}
