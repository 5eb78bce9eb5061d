using System.Runtime.InteropServices;
using VaePipeline.Contracts.Models;

namespace VaePipeline.Benchmarks.Inference;

/// <summary>
/// An ONNX decoder of two dense layers with seeded random weights: latent [N, L] - Gemm - Relu - Gemm - Sigmoid - image
/// [N, P], or [N, 1, H, W] with the facts that make it a decoder of ours. Speed does not depend on what it has learned.
/// Field numbers are those of onnx.proto (opset 17, IR version 8).
/// </summary>
internal static class RandomMlp
{
    private const int Float32 = 1;
    private const int Int64 = 7;

    /// <summary>Writes one.</summary>
    /// <param name="file">The .onnx file.</param>
    /// <param name="latents">L, numbers in a latent.</param>
    /// <param name="hidden">Units of the hidden layer.</param>
    /// <param name="pixels">P, numbers in an image.</param>
    public static void Write(string file, int latents, int hidden, int pixels)
    {
        ProtobufMessage graph = Layers("image", latents, hidden, pixels).Add(11, Value("latent", latents)).Add(12, Value("image", pixels));
        File.WriteAllBytes(file, Model(graph).ToArray());
    }

    /// <summary>Writes one whose output is an image, and which says so.</summary>
    /// <param name="file">The .onnx file.</param>
    /// <param name="facts">What it is.</param>
    /// <param name="hidden">Units of the hidden layer.</param>
    public static void WriteDecoder(string file, ModelFacts facts, int hidden)
    {
        int[] shape = [facts.Image.Channels, facts.Image.Height, facts.Image.Width];
        long[] rowShape = [-1, .. shape];
        ProtobufMessage graph = Layers("pixels", facts.LatentSize, hidden, facts.Image.PixelCount)
            .Add(1, Node("Reshape", "image", "pixels", "shape"))
            .Add(5, new ProtobufMessage().Add(1, rowShape.Length).Add(2, Int64).Add(8, "shape").Add(9, MemoryMarshal.AsBytes<long>(rowShape)))
            .Add(11, Value("latent", facts.LatentSize))
            .Add(12, Value("image", shape));
        ProtobufMessage model = Model(graph);
        foreach ((string key, string value) in facts.ToMetadata())
        {
            model.Add(14, new ProtobufMessage().Add(1, key).Add(2, value));
        }

        File.WriteAllBytes(file, model.ToArray());
    }

    private static ProtobufMessage Model(ProtobufMessage graph) =>
        new ProtobufMessage().Add(1, 8).Add(7, graph).Add(8, new ProtobufMessage().Add(1, "").Add(2, 17));

    private static ProtobufMessage Layers(string output, int latents, int hidden, int pixels)
    {
        var random = new Random(1);
        return new ProtobufMessage()
            .Add(1, Node("Gemm", "hidden", "latent", "weight1", "bias1"))
            .Add(1, Node("Relu", "active", "hidden"))
            .Add(1, Node("Gemm", "logits", "active", "weight2", "bias2"))
            .Add(1, Node("Sigmoid", output, "logits"))
            .Add(2, "mlp")
            .Add(5, Weights(random, "weight1", latents, latents, hidden))
            .Add(5, Weights(random, "bias1", latents, hidden))
            .Add(5, Weights(random, "weight2", hidden, hidden, pixels))
            .Add(5, Weights(random, "bias2", hidden, pixels));
    }

    private static ProtobufMessage Node(string operation, string output, params string[] inputs)
    {
        var node = new ProtobufMessage();
        foreach (string input in inputs)
        {
            node.Add(1, input);
        }

        return node.Add(2, output).Add(4, operation);
    }

    // Uniform in ±sqrt(6 / inputs of the layer), which keeps sums about 1: neither flat nor saturated (He et al. 2015).
    private static ProtobufMessage Weights(Random random, string name, int inputs, params int[] shape)
    {
        var tensor = new ProtobufMessage();
        foreach (int size in shape)
        {
            tensor.Add(1, size);
        }

        float[] values = new float[shape.Aggregate(1, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ((2 * random.NextSingle()) - 1) * MathF.Sqrt(6f / inputs);
        }

        return tensor.Add(2, Float32).Add(8, name).Add(9, MemoryMarshal.AsBytes<float>(values));
    }

    private static ProtobufMessage Value(string name, params int[] rowShape)
    {
        ProtobufMessage shape = new ProtobufMessage().Add(1, new ProtobufMessage().Add(2, "N"));
        foreach (int size in rowShape)
        {
            shape.Add(1, new ProtobufMessage().Add(1, size));
        }

        ProtobufMessage tensor = new ProtobufMessage().Add(1, Float32).Add(2, shape);
        return new ProtobufMessage().Add(1, name).Add(2, new ProtobufMessage().Add(1, tensor));
    }
}
