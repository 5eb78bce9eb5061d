using System.Runtime.InteropServices;
using Google.Protobuf;
using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Onnx;
using DataType = VaePipeline.Contracts.Onnx.TensorProto.Types.DataType;

namespace VaePipeline.Benchmarks.Inference;

/// <summary>
/// An ONNX decoder of two dense layers with seeded random weights: latent [N, L] - Gemm - Relu - Gemm - Sigmoid - image
/// [N, P], or [N, 1, H, W] with the facts that make it a decoder of ours. Speed does not depend on what it has learned.
/// </summary>
internal static class RandomMlp
{
    /// <summary>Writes one.</summary>
    /// <param name="file">The .onnx file.</param>
    /// <param name="latents">L, numbers in a latent.</param>
    /// <param name="hidden">Units of the hidden layer.</param>
    /// <param name="pixels">P, numbers in an image.</param>
    public static void Write(string file, int latents, int hidden, int pixels)
    {
        GraphProto graph = Layers("image", latents, hidden, pixels);
        graph.Output.Add(Value("image", pixels));
        File.WriteAllBytes(file, Model(graph).ToByteArray());
    }

    /// <summary>Writes one whose output is an image, and which says so.</summary>
    /// <param name="file">The .onnx file.</param>
    /// <param name="facts">What it is.</param>
    /// <param name="hidden">Units of the hidden layer.</param>
    public static void WriteDecoder(string file, ModelFacts facts, int hidden)
    {
        int[] shape = [facts.Image.Channels, facts.Image.Height, facts.Image.Width];
        long[] rowShape = [-1, .. shape];
        GraphProto graph = Layers("pixels", facts.LatentSize, hidden, facts.Image.PixelCount);
        graph.Node.Add(Node("Reshape", "image", "pixels", "shape"));
        graph.Initializer.Add(Tensor("shape", DataType.Int64, MemoryMarshal.AsBytes<long>(rowShape), rowShape.Length));
        graph.Output.Add(Value("image", shape));
        ModelProto model = Model(graph);
        model.MetadataProps.Add(facts.ToMetadata().Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        File.WriteAllBytes(file, model.ToByteArray());
    }

    private static ModelProto Model(GraphProto graph) =>
        new() { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 17 } } };

    private static GraphProto Layers(string output, int latents, int hidden, int pixels)
    {
        var random = new Random(1);
        return new GraphProto
        {
            Name = "mlp",
            Node =
            {
                Node("Gemm", "hidden", "latent", "weight1", "bias1"),
                Node("Relu", "active", "hidden"),
                Node("Gemm", "logits", "active", "weight2", "bias2"),
                Node("Sigmoid", output, "logits"),
            },
            Initializer =
            {
                Weights(random, "weight1", latents, latents, hidden),
                Weights(random, "bias1", latents, hidden),
                Weights(random, "weight2", hidden, hidden, pixels),
                Weights(random, "bias2", hidden, pixels),
            },
            Input = { Value("latent", latents) },
        };
    }

    private static NodeProto Node(string operation, string output, params string[] inputs) =>
        new() { OpType = operation, Input = { inputs }, Output = { output } };

    // Uniform in ±sqrt(6 / inputs of the layer), which keeps sums about 1: neither flat nor saturated (He et al. 2015).
    private static TensorProto Weights(Random random, string name, int inputs, params long[] shape)
    {
        float[] values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ((2 * random.NextSingle()) - 1) * MathF.Sqrt(6f / inputs);
        }

        return Tensor(name, DataType.Float, MemoryMarshal.AsBytes<float>(values), shape);
    }

    private static TensorProto Tensor(string name, DataType type, ReadOnlySpan<byte> data, params long[] shape) =>
        new() { Name = name, DataType = (int)type, Dims = { shape }, RawData = ByteString.CopyFrom(data) };

    private static ValueInfoProto Value(string name, params int[] rowShape)
    {
        TensorShapeProto shape = new() { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "N" } } };
        shape.Dim.Add(rowShape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new() { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = shape } } };
    }
}
