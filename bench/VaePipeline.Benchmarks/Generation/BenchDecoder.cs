using VaePipeline.Benchmarks.Inference;
using VaePipeline.Benchmarks.Reports;
using VaePipeline.Contracts.Models;

namespace VaePipeline.Benchmarks.Generation;

/// <summary>A decoder that images are generated with.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="File">The .onnx file.</param>
/// <param name="BatchSize">Rows of a call that <c>vae generate</c> takes by default for such a model.</param>
internal sealed record BenchDecoder(string Name, string File, int BatchSize)
{
    /// <summary>The <c>keras</c> network of the shipped model, and 2-512-784 with seeded random weights.</summary>
    /// <param name="folder">An existing folder for what is made.</param>
    public static BenchDecoder[] All(string folder)
    {
        string mlp = Path.Combine(folder, "mlp.onnx");
        RandomMlp.WriteDecoder(mlp, new ModelFacts { ModelName = "mlp", LatentSize = 2, Image = new ImageShape(1, 28, 28) }, hidden: 512);
        return [new("keras", Build.RepositoryFile("models", "mnist-2d", "decoder.onnx"), 16), new("mlp", mlp, 256)];
    }
}
