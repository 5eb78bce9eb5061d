using VaePipeline.Contracts.Safetensors;
using VaePipeline.OnnxExport.Graphs;
using VaePipeline.OnnxExport.Int8;

namespace VaePipeline.Training.Export;

/// <summary>
/// How the parts of a VAE become graphs: encoder, image -> mean and log-variance; decoder, latent -> image. Nothing
/// is drawn in a graph: sampling is the caller's.
/// </summary>
internal static class VaeGraph
{
    /// <summary>image [N, C, H, W] -> mean [N, L], log_variance [N, L], clamped as in training.</summary>
    /// <exception cref="ExportException">A layer cannot be translated.</exception>
    public static BuiltGraph BuildEncoder(Vae vae, ModelFacts facts, VaeExportOptions options)
    {
        var graph = new OnnxGraphBuilder("encoder");
        var scope = new TranslationScope(graph, options.Translators.Find, "encoder", options.IsPlain);
        var image = graph.AddInput(TensorNames.Image, ShapeOf(facts.Image));

        var features = scope.Translate("body", vae.Encoder.Body, image);
        var mean = scope.Translate("mean", vae.Encoder.MeanHead, features);
        var unbounded = scope.Translate("log_variance", vae.Encoder.LogVarianceHead, features);
        var minimum = scope.Constant("minimum_log_variance", [], DiagonalGaussian.MinimumLogVariance);
        var maximum = scope.Constant("maximum_log_variance", [], DiagonalGaussian.MaximumLogVariance);
        var logVariance = scope.Node("Clip", [unbounded.Name, minimum, maximum], unbounded.Shape);

        graph.AddOutput(TensorNames.Mean, Checked(mean, new BatchShape(facts.LatentSize), "encoder.mean"));
        graph.AddOutput(TensorNames.LogVariance, Checked(logVariance, new BatchShape(facts.LatentSize), "encoder.log_variance"));
        return scope.Build(MetadataOf(facts.WithElementType(ModelFacts.ElementTypeFloat32), options));
    }

    /// <summary>
    /// latent [N, L] -> image [N, C, H, W]: the sigmoid of the decoder's logits, in [0, 1], or, where the facts ask for
    /// uint8, times 255 and rounded half to even.
    /// </summary>
    /// <exception cref="ExportException">A layer cannot be translated.</exception>
    public static BuiltGraph BuildDecoder(Vae vae, ModelFacts facts, VaeExportOptions options)
    {
        var graph = new OnnxGraphBuilder("decoder");
        var scope = new TranslationScope(graph, options.Translators.Find, "decoder", options.IsPlain);
        var latent = graph.AddInput(TensorNames.Latent, new BatchShape(facts.LatentSize));

        var image = options.Int8 is { } int8 ? DecodeInt8(vae, int8.Calibration, latent, scope) : Decode(vae, facts, latent, scope);
        graph.AddOutput(TensorNames.Image, Checked(image, ShapeOf(facts.Image), "decoder"));
        return scope.Build(MetadataOf(facts, options));
    }

    private static GraphValue Decode(Vae vae, ModelFacts facts, GraphValue latent, TranslationScope scope)
    {
        var image = scope.Whole(scope.Elementwise("Sigmoid", scope.Translate("", vae.Decoder, latent)));
        if (facts.ElementType == ModelFacts.ElementTypeUInt8)
        {
            // No zero point: without one the operator gives uint8 from 0 on.
            image = scope.Node(
                "QuantizeLinear", [image.Name, scope.Constant("grey_level", [], 1f / 255f)], image.Shape, elementType: OnnxElementType.UInt8);
        }

        return image;
    }

    private static GraphValue DecodeInt8(Vae vae, NamedTensor calibration, GraphValue latent, TranslationScope scope)
    {
        var chain = Int8Chain.Of(vae.Decoder, "decoder");
        return Int8Graph.Write(chain, Int8Calibration.Measure(chain, calibration), latent, scope);
    }

    private static GraphValue Checked(GraphValue value, BatchShape expected, string path) => value.Shape == expected
        ? value
        : throw new ExportException($"{path}: the output is {value.Shape}; expected {expected}. Change its last layer, or the model's facts.");

    private static BatchShape ShapeOf(ImageShape image) => new(image.Channels, image.Height, image.Width);

    private static Dictionary<string, string> MetadataOf(ModelFacts facts, VaeExportOptions options) =>
        facts.ToMetadata().Concat(options.Origin?.ToMetadata() ?? []).ToDictionary();
}
