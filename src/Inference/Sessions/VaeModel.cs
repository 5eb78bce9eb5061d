using Microsoft.ML.OnnxRuntime.Tensors;
using VaePipeline.Contracts.Models;

namespace VaePipeline.Inference.Sessions;

/// <summary>One half of an exported variational autoencoder: its graph, and the facts that it must keep to.</summary>
/// <param name="Onnx">The graph.</param>
/// <param name="Facts">What the model folder's card, or the graph's own metadata, says of it.</param>
internal sealed record VaeModel(OnnxModel Onnx, ModelFacts Facts)
{
    /// <summary>Reads the decoder of a model folder, whose hashes are checked, or a lone decoder file.</summary>
    /// <exception cref="FileNotFoundException">There is no such folder or file.</exception>
    /// <exception cref="BadInputException">The folder or file is damaged, or not one that the exporter wrote.</exception>
    public static VaeModel ReadDecoder(string folderOrFile) => Read(folderOrFile, folder => folder.DecoderPath);

    /// <summary>Reads the encoder of a model folder, whose hashes are checked, or a lone encoder file.</summary>
    /// <exception cref="FileNotFoundException">There is no such folder or file.</exception>
    /// <exception cref="BadInputException">The folder or file is damaged, or not one that the exporter wrote.</exception>
    public static VaeModel ReadEncoder(string folderOrFile) => Read(folderOrFile, folder => folder.EncoderPath);

    /// <summary>The graph's input <c>latent</c>, [N, L] float32.</summary>
    public TensorInfo LatentInput(OnnxSession session) =>
        Checked(session.Input(TensorNames.Latent), TensorElementType.Float, [Facts.LatentSize]);

    /// <summary>The graph's output <c>image</c>, [N, C, H, W], float32 or uint8 as the facts say, uint8 if made so.</summary>
    public TensorInfo ImageOutput(OnnxSession session, PixelType pixelType) => Checked(
        session.Output(TensorNames.Image),
        pixelType == PixelType.Byte || Facts.ElementType == ModelFacts.ElementTypeUInt8 ? TensorElementType.UInt8 : TensorElementType.Float,
        ImageShape);

    /// <summary>The graph's input <c>image</c>, [N, C, H, W] float32.</summary>
    public TensorInfo ImageInput(OnnxSession session) =>
        Checked(session.Input(TensorNames.Image), TensorElementType.Float, ImageShape);

    /// <summary>The graph's outputs <c>mean</c> and <c>log_variance</c>, [N, L] float32 each.</summary>
    public IReadOnlyList<TensorInfo> PosteriorOutputs(OnnxSession session) =>
    [
        Checked(session.Output(TensorNames.Mean), TensorElementType.Float, [Facts.LatentSize]),
        Checked(session.Output(TensorNames.LogVariance), TensorElementType.Float, [Facts.LatentSize]),
    ];

    /// <summary>Checks that the graph is the decoder that the facts describe.</summary>
    /// <exception cref="BadInputException">It is another model.</exception>
    public void RequireDecoder(OnnxSession session, PixelType pixelType)
    {
        LatentInput(session);
        ImageOutput(session, pixelType);
    }

    /// <summary>Checks that the graph is the encoder that the facts describe.</summary>
    /// <exception cref="BadInputException">It is another model.</exception>
    public void RequireEncoder(OnnxSession session)
    {
        ImageInput(session);
        PosteriorOutputs(session);
    }

    private int[] ImageShape => [Facts.Image.Channels, Facts.Image.Height, Facts.Image.Width];

    private static VaeModel Read(string folderOrFile, Func<ModelFolder, string> file)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folderOrFile);
        if (Directory.Exists(folderOrFile))
        {
            ModelFolder folder = ModelFolder.Open(folderOrFile);
            return new VaeModel(OnnxModel.Read(file(folder)), folder.Card.Facts);
        }

        if (!File.Exists(folderOrFile))
        {
            throw new FileNotFoundException(
                $"{folderOrFile}: does not exist; expected a model folder or an .onnx file. Check the path.", folderOrFile);
        }

        OnnxModel model = OnnxModel.Read(folderOrFile);
        return new VaeModel(model, ModelFacts.FromMetadata(model.Summary.Metadata, model.Path));
    }

    private TensorInfo Checked(TensorInfo tensor, TensorElementType type, int[] rowShape)
    {
        if (tensor.ElementType == type && tensor.RowShape.SequenceEqual(rowShape))
        {
            return tensor;
        }

        string expected = string.Join(", ", rowShape.Select(size => size.ToString(CultureInfo.InvariantCulture)));
        throw BadInputException.In(
            Onnx.Path, $"tensor {tensor}", $"[N, {expected}] {type}, as the model's card or metadata says", "Export the model again.");
    }
}
