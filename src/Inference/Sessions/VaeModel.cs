using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaePipeline.Inference.Sessions;

/// <summary>One half of an exported variational autoencoder: its graph, and the facts that it must keep to.</summary>
/// <param name="Onnx">The graph.</param>
/// <param name="Facts">What the model folder's card, or the graph's own metadata, says of it.</param>
/// <param name="Card">The model folder's card; null for a lone file.</param>
internal sealed record VaeModel(OnnxModel Onnx, ModelFacts Facts, ModelCard? Card = null)
{
    /// <summary>Reads the decoder of a model folder, whose hashes are checked, or a lone decoder file.</summary>
    /// <exception cref="FileNotFoundException">There is no such folder or file.</exception>
    /// <exception cref="BadInputException">The folder or file is damaged, or not one that the exporter wrote.</exception>
    public static VaeModel ReadDecoder(string folderOrFile) => Read(folderOrFile, card => card.Decoder)[0];

    /// <summary>Reads the encoder of a model folder, whose hashes are checked, or a lone encoder file.</summary>
    /// <exception cref="FileNotFoundException">There is no such folder or file.</exception>
    /// <exception cref="BadInputException">The folder or file is damaged, or not one that the exporter wrote.</exception>
    public static VaeModel ReadEncoder(string folderOrFile) => Read(folderOrFile, card => card.Encoder)[0];

    /// <summary>Reads both graphs of a model folder, whose hashes are checked.</summary>
    /// <exception cref="FileNotFoundException">There is no such folder.</exception>
    /// <exception cref="BadInputException">The folder is damaged, or a file.</exception>
    public static (VaeModel Encoder, VaeModel Decoder) ReadBoth(string folder)
    {
        if (File.Exists(folder))
        {
            throw BadInputException.In(folder, "is a file", "a model folder, for encoder and decoder", "Name the folder that the file lies in.");
        }

        VaeModel[] models = Read(folder, card => card.Encoder, card => card.Decoder);
        return (models[0], models[1]);
    }

    /// <summary>Reads what a model says of itself: the card of a folder, whose hashes are not checked, or a lone file.</summary>
    /// <exception cref="FileNotFoundException">There is no such folder or file.</exception>
    /// <exception cref="BadInputException">The card or file is damaged, or not one that the exporter wrote.</exception>
    public static ModelFacts ReadFacts(string folderOrFile)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folderOrFile);
        return Directory.Exists(folderOrFile) ? ModelFolder.ReadCard(folderOrFile).Facts : ReadFile(folderOrFile).Facts;
    }

    /// <summary>A decoder's input <c>latent</c>, [N, L] float32, and output <c>image</c>, [N, C, H, W], float32 or uint8 as the facts say, uint8 if made so.</summary>
    /// <exception cref="BadInputException">It is another model.</exception>
    public ModelTensors DecoderTensors(OnnxSession session, PixelType pixelType)
    {
        bool isByte = pixelType == PixelType.Byte || Facts.ElementType == ModelFacts.ElementTypeUInt8;
        return new ModelTensors(
            Onnx.Path,
            [Checked(session.Input(TensorNames.Latent), TensorElementType.Float, LatentShape)],
            [Checked(session.Output(TensorNames.Image), isByte ? TensorElementType.UInt8 : TensorElementType.Float, ImageShape)]);
    }

    /// <summary>An encoder's input <c>image</c>, [N, C, H, W] float32, and outputs <c>mean</c> and <c>log_variance</c>, [N, L] float32 each.</summary>
    /// <exception cref="BadInputException">It is another model.</exception>
    public ModelTensors EncoderTensors(OnnxSession session) => new(
        Onnx.Path,
        [Checked(session.Input(TensorNames.Image), TensorElementType.Float, ImageShape)],
        [
            Checked(session.Output(TensorNames.Mean), TensorElementType.Float, LatentShape),
            Checked(session.Output(TensorNames.LogVariance), TensorElementType.Float, LatentShape),
        ]);

    private int[] LatentShape => [Facts.LatentSize];

    private int[] ImageShape => [Facts.Image.Channels, Facts.Image.Height, Facts.Image.Width];

    /// <summary>Graphs of one folder, which is read once for all of them, or a lone file.</summary>
    private static VaeModel[] Read(string folderOrFile, params Func<ModelCard, FileEntry>[] graphs)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folderOrFile);
        if (!Directory.Exists(folderOrFile))
        {
            return [ReadFile(folderOrFile)];
        }

        var folder = ModelFolder.Open(folderOrFile, card => [.. graphs.Select(graph => graph(card))], out byte[][] contents);
        return [.. graphs.Zip(contents, (graph, bytes) =>
            new VaeModel(OnnxModel.Of(bytes, Path.Combine(folderOrFile, graph(folder.Card).Name)), folder.Card.Facts, folder.Card))];
    }

    private static VaeModel ReadFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: does not exist; expected a model folder or an .onnx file. Check the path.", path);
        }

        OnnxModel model = OnnxModel.Read(path);
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
