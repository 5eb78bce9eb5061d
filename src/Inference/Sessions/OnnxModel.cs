using VaePipeline.Contracts.Files;
using VaePipeline.Contracts.Onnx;

namespace VaePipeline.Inference.Sessions;

/// <summary>The bytes of an ONNX model and where they came from. Holds nothing native.</summary>
/// <param name="Path">The file, for messages.</param>
/// <param name="Bytes">The file's bytes, which are never changed.</param>
/// <param name="Summary">What they say of the model, read once.</param>
internal sealed record OnnxModel(string Path, byte[] Bytes, OnnxSummary Summary)
{
    private const int ConvolutionBatchSize = 16;
    private const int OtherBatchSize = 256;

    /// <summary>Reads a model file whole, so that it may be moved, replaced or deleted afterwards.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="BadInputException">It is no ONNX model, or it keeps tensors in other files.</exception>
    public static OnnxModel Read(string path) => Of(InputFile.ReadAllBytes(path, "an .onnx file"), path);

    /// <summary>A model whose bytes were read already.</summary>
    /// <exception cref="BadInputException">It is no ONNX model, or it keeps tensors in other files.</exception>
    public static OnnxModel Of(byte[] bytes, string path) => new(path, bytes, OnnxFile.Read(bytes, path));

    /// <summary>Rows of one call: the options' batch size, or the default one for this model.</summary>
    public int BatchSize(BatchedOnnxOptions options) => options.BatchSize
        ?? (Summary.Operators.Any(name => name.Contains("Conv", StringComparison.Ordinal)) ? ConvolutionBatchSize : OtherBatchSize);
}
