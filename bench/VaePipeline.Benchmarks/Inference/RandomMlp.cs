using System.Runtime.InteropServices;

namespace VaePipeline.Benchmarks.Inference;

/// <summary>
/// An ONNX decoder of two dense layers with seeded random weights: latent [N, L] - Gemm - Relu - Gemm - Sigmoid - image
/// [N, P]. Speed does not depend on what it has learned. Field numbers are those of onnx.proto (opset 17, IR version 8).
/// </summary>
internal static class RandomMlp
{
    private const int Float32 = 1;

    /// <summary>Writes one.</summary>
    /// <param name="file">The .onnx file.</param>
    /// <param name="latents">L, numbers in a latent.</param>
    /// <param name="hidden">Units of the hidden layer.</param>
    /// <param name="pixels">P, numbers in an image.</param>
    public static void Write(string file, int latents, int hidden, int pixels)
    {
        var random = new Random(1);
        ProtobufMessage graph = new ProtobufMessage()
            .Add(1, Node("Gemm", "hidden", "latent", "weight1", "bias1"))
            .Add(1, Node("Relu", "active", "hidden"))
            .Add(1, Node("Gemm", "logits", "active", "weight2", "bias2"))
            .Add(1, Node("Sigmoid", "image", "logits"))
            .Add(2, "mlp")
            .Add(5, Weights(random, "weight1", latents, latents, hidden))
            .Add(5, Weights(random, "bias1", latents, hidden))
            .Add(5, Weights(random, "weight2", hidden, hidden, pixels))
            .Add(5, Weights(random, "bias2", hidden, pixels))
            .Add(11, Value("latent", latents))
            .Add(12, Value("image", pixels));
        File.WriteAllBytes(file, new ProtobufMessage()
            .Add(1, 8)
            .Add(7, graph)
            .Add(8, new ProtobufMessage().Add(1, "").Add(2, 17))
            .ToArray());
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

    private static ProtobufMessage Value(string name, int width)
    {
        ProtobufMessage shape = new ProtobufMessage().Add(1, new ProtobufMessage().Add(2, "N")).Add(1, new ProtobufMessage().Add(1, width));
        ProtobufMessage tensor = new ProtobufMessage().Add(1, Float32).Add(2, shape);
        return new ProtobufMessage().Add(1, name).Add(2, new ProtobufMessage().Add(1, tensor));
    }
}
