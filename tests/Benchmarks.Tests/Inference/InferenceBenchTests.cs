using System.Text.Json.Nodes;
using VaePipeline.Benchmarks.Inference;
using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks.Tests.Inference;

public sealed class InferenceBenchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vae-bench-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    [Trait("Category", "Slow")]
    public void Run_on_a_tiny_model_reports_every_contestant()
    {
        string file = Path.Combine(_folder.FullName, "tiny.onnx");
        RandomMlp.Write(file, 2, 8, 16);
        BenchModel model = BenchModel.Open("tiny", file, random => random.NextDouble());
        var bench = new InferenceBench(model, new RunSettings { Rounds = 3, Seconds = 0.001 }, TextWriter.Null);

        IReadOnlyList<ResultTable> tables = bench.Run();

        string[] ours = [.. InferenceBench.Shapes.Select(shape => $"ours, {shape}{(shape == bench.DefaultShape ? " (default)" : "")}")];
        Assert.Equal(["stock, intra-op 1", "stock, intra-op default", .. ours, .. InferenceBench.Shapes.Select(shape => $"raw, {shape}")], tables[0].RowNames);
        Assert.Equal(5, tables[1].RowNames.Count());
        Assert.Equal(["stock, intra-op 1", "stock, intra-op default", $"ours, {bench.DefaultShape} (default)", "last / fastest of the others"], tables[2].RowNames);

        string results = Path.Combine(_folder.FullName, "results", "tiny.md");
        var report = new Report("Inference", Machine.Describe("test"), results);
        report.Add(tables);
        report.Write();
        Assert.Equal(report.ToMarkdown(), File.ReadAllText(results));
        JsonNode json = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(results, ".json")))!;
        Assert.Equal("test", (string?)json["machine"]?["Command"]);
        JsonArray rows = json["tables"]![0]!["rows"]!.AsArray();
        Assert.Equal(tables[0].RowNames, rows.Select(row => (string?)row!["contestant (threads x batch)"]));
        Assert.All(rows, row => Assert.All(row!["rows/s"]!["samples"]!.AsArray(), sample => Assert.True((double)sample! > 0)));
        Assert.All(rows, row => Assert.Equal(3, row!["rows/s"]!["samples"]!.AsArray().Count));
    }
}
