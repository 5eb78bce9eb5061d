using VaePipeline.OnnxExport.Graphs;
using VaePipeline.OnnxExport.Verification;

namespace VaePipeline.Training.Export;

/// <summary>Writes a trained VAE as encoder.onnx and decoder.onnx, after proving that they compute what it computes.</summary>
internal static class VaeExporter
{
    /// <summary>File name of the encoder in a model folder.</summary>
    public const string EncoderName = "encoder.onnx";

    /// <summary>File name of the decoder in a model folder.</summary>
    public const string DecoderName = "decoder.onnx";

    /// <summary>
    /// Exports both parts. Both files are written under temporary names, read back, and compared with the network on
    /// the images and on latents from N(0, I) at batch 1, 2 and 33; only then they get their names. The same weights
    /// and facts give the same bytes.
    /// </summary>
    /// <param name="vae">The network, in evaluation mode; it stays the caller's.</param>
    /// <param name="facts">What the files say about themselves, and the type of the decoder's pixels.</param>
    /// <param name="folder">An existing folder; files of these names in it are replaced.</param>
    /// <param name="images">Real images for the comparison, [M, C, H, W] row-major, values in [0, 1]; 36 are used, fewer are repeated.</param>
    /// <param name="options">How; by default the fastest form of every layer.</param>
    /// <returns>Hashes of both files, and how far they are from the network.</returns>
    /// <exception cref="ArgumentException">The facts are another network's, or there is no whole image.</exception>
    /// <exception cref="ParityException">A file computes something else than the network; nothing is replaced.</exception>
    /// <exception cref="ExportException">A layer cannot be translated, or int8 loses too much; nothing is replaced.</exception>
    /// <exception cref="BadInputException">A weight is NaN or infinite; nothing is replaced.</exception>
    /// <exception cref="UnwritableOutputException">The folder cannot be written.</exception>
    public static VaeExportReport Export(
        Vae vae, ModelFacts facts, string folder, ReadOnlyMemory<float> images, VaeExportOptions? options = null)
    {
        options ??= new VaeExportOptions();
        Check(vae, facts, images, options);

        var encoderGraph = VaeGraph.BuildEncoder(vae, facts, options);
        var decoderGraph = VaeGraph.BuildDecoder(vae, facts, options);
        using var encoder = StagedOnnxFile.Write(Path.Combine(folder, EncoderName), encoderGraph, VaeParity.EncoderBatches(vae, images));
        using var decoder = StageDecoder(Path.Combine(folder, DecoderName), decoderGraph, vae, options);
        return new VaeExportReport(encoder.Commit(), decoder.Commit(), [.. encoderGraph.Forms, .. decoderGraph.Forms]);
    }

    private static StagedOnnxFile StageDecoder(string path, BuiltGraph graph, Vae vae, VaeExportOptions options) => options.Int8 is { } int8
        ? StagedOnnxFile.Write(path, graph.Model, bytes => Int8Parity.Verify(bytes, DecoderName, VaeParity.DecoderBatches(vae, int8.Test)))
        : StagedOnnxFile.Write(path, graph, VaeParity.DecoderBatches(vae));

    private static void Check(Vae vae, ModelFacts facts, ReadOnlyMemory<float> images, VaeExportOptions options)
    {
        Require(
            facts.Image == vae.Image && facts.LatentSize == vae.LatentSize,
            nameof(facts),
            Invariant($"model facts: {facts.LatentSize} latents and images of {facts.Image}; expected {vae.LatentSize} and images of {vae.Image}, as the network has. Take the facts from the network."));
        Require(
            facts.ElementType is ModelFacts.ElementTypeFloat32 or ModelFacts.ElementTypeUInt8 && facts == facts.WithElementType(facts.ElementType),
            nameof(facts),
            $"model facts: {facts.ElementType} pixels in {facts.ValueRange}; expected {ModelFacts.ElementTypeFloat32} in 0..1 or {ModelFacts.ElementTypeUInt8} in 0..255, what a decoder can give. Take the facts from the network.");
        Require(
            !images.IsEmpty && images.Length % vae.Image.PixelCount == 0,
            nameof(images),
            Invariant($"images to compare on: {images.Length} values; expected a multiple of {vae.Image.PixelCount}, one image of {vae.Image} at least. Pass whole images."));
        Require(
            options.Int8 is null || facts.ElementType == ModelFacts.ElementTypeUInt8,
            nameof(facts),
            $"model facts: {facts.ElementType} images; expected {ModelFacts.ElementTypeUInt8} of a decoder in int8. Take the facts with that type.");
    }

    private static void Require(bool holds, string parameter, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message, parameter);
        }
    }
}
