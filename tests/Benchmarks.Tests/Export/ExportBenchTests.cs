using VaePipeline.Benchmarks.Export;
using VaePipeline.Benchmarks.Inference;
using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks.Tests.Export;

public sealed class ExportBenchTests : IDisposable
{
    private static readonly RunSettings Short = new() { Rounds = 1, Seconds = 0.001 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vae-bench-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableFact]
    [Trait("Category", "Slow")]
    public void Run_on_the_shipped_decoder_reports_every_cell()
    {
        BenchModel ours = Open("decoder.onnx");
        using TorchDecoder torch = StartTorch(ours);
        BenchModel theirs = BenchModel.Open("theirs", torch.Export(), ShippedModels.Normal);

        IReadOnlyList<ResultTable> tables = new ExportBench(ours, theirs, [Open("decoder.onnx")], torch, Short, TextWriter.Null).Run();

        Assert.Equal(["1 x 1", "1 x 8", "1 x 32", "1 x 64", "1 x 256", "2 x 1", "2 x 8", "2 x 32", "2 x 64", "2 x 256"], tables[0].RowNames);
        Assert.Equal(["1", "8", "32", "64", "256"], tables[1].RowNames);
        // Dense 2 x 3136; transposed convolutions 49 x 9 x 64 x 64, 196 x 9 x 64 x 32 and 784 x 9 x 32 x 1.
        Assert.Contains("5,651,072 needed", tables[1].Title, StringComparison.Ordinal);
        Assert.Equal(["1", "8", "16", "32", "64", "128", "256"], tables[2].RowNames.SkipLast(1));
        Assert.StartsWith("ours at 32 / its fastest (", tables[2].RowNames.Last(), StringComparison.Ordinal);
        Assert.Equal(["decoder.onnx, 1 x 1", "decoder.onnx, 1 x 32", "decoder.onnx, 2 x 32"], tables[3].RowNames);
    }

    [SkippableFact]
    [Trait("Category", "Slow")]
    public void Run_refuses_files_that_give_other_images()
    {
        string file = Path.Combine(_folder.FullName, "other.onnx");
        RandomMlp.Write(file, 2, 8, 784);
        BenchModel other = BenchModel.Open("other", file, ShippedModels.Normal);
        using TorchDecoder torch = StartTorch(other);

        var exception = Assert.Throws<InvalidOperationException>(() => new ExportBench(Open("decoder.onnx"), other, [], torch, Short, TextWriter.Null).Run());

        Assert.StartsWith($"{file}: a pixel is ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_peak_of_a_core_is_that_of_vectors()
    {
        // One multiply-add a cycle at 5 GHz, as without vectors, makes 10 GFLOP/s.
        Assert.InRange(FmaPeak.Measure(TimeSpan.FromMilliseconds(20)), 10, 2000);
    }

    private static BenchModel Open(string file) => BenchModel.Open(file, Build.RepositoryFile("models", "mnist-2d", file), ShippedModels.Normal);

    private TorchDecoder StartTorch(BenchModel latents)
    {
        Python.SkipWithout("torch, onnx");
        return new TorchDecoder(Build.RepositoryFile("models", "mnist-2d", "weights.safetensors"), latents, _folder.FullName);
    }
}
