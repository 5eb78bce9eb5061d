using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;
using VaePipeline.Contracts.Numbers;

namespace VaePipeline.Benchmarks.Inference;

/// <summary>The models that are measured: those that the repository ships, and an MLP made for it.</summary>
internal sealed class ShippedModels : IDisposable
{
    private const string KerasDecoder = "keras-decoder";
    private const string MlpDecoder = "mlp-decoder";
    private const string KerasEncoder = "keras-encoder";

    private readonly TemporaryFolder _folder = new();

    /// <summary>Opens all models, or the one of that name.</summary>
    public ShippedModels(string? only) => Models = [.. Names.Where(name => only is null || name == only).Select(Open)];

    /// <summary>The names of all models.</summary>
    public static IReadOnlyList<string> Names { get; } = [KerasDecoder, MlpDecoder, KerasEncoder];

    /// <summary>The models.</summary>
    public IReadOnlyList<BenchModel> Models { get; }

    /// <summary>Deletes what was made.</summary>
    public void Dispose() => _folder.Dispose();

    private BenchModel Open(string name)
    {
        switch (name)
        {
            case KerasDecoder:
                return BenchModel.Open(name, Build.RepositoryFile("models", "mnist-2d", "decoder.onnx"), Normal);
            case KerasEncoder:
                return BenchModel.Open(name, Build.RepositoryFile("models", "mnist-2d", "encoder.onnx"), random => random.NextDouble());
            default:
                string file = Path.Combine(_folder.Path, "mlp.onnx");
                RandomMlp.Write(file, 2, 512, 784);
                return BenchModel.Open(name, file, Normal);
        }
    }

    /// <summary>Draws from N(0, 1).</summary>
    internal static double Normal(Random random) => new SeededRandom(random.NextInt64(), 0).Normal();
}
