using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;
using VaePipeline.Benchmarks.TrainingSpeed;

namespace VaePipeline.Benchmarks.Tests.TrainingSpeed;

public sealed class TrainingBenchTests
{
    [SkippableFact]
    [Trait("Category", "Slow")]
    public void Run_reports_every_contestant_and_leaves_no_tensor_behind()
    {
        Python.SkipWithout("torch");
        TorchSetting[] settings = [TorchSetting.All(cores: 1)[0], TorchSetting.All(cores: 1)[^1]];

        TrainingResults results = new TrainingBench(new RunSettings { Rounds = 2, Seconds = 0.001 }, batches: 5, settings, TextWriter.Null).Run();

        Assert.Equal(["ours", "plain TorchSharp", "defaults", "+ foreach, OMP sleeps"], results.ToSpeeds().RowNames);
        Assert.StartsWith("ours / best PyTorch (", results.ToSummary().RowNames.ElementAt(1), StringComparison.Ordinal);
        Assert.Equal(2, results.Data.Count);
        Assert.Equal(5, results.Watched.Count);
        // Every step of an epoch but the last sees as many: its own are gone, the next batch is there.
        Assert.Single(results.Watched.SkipLast(1).Select(step => step.Tensors).Distinct());
    }

    [Fact]
    public void Summary_divides_by_the_fastest_setting_of_PyTorch()
    {
        // 6,660,928 multiply-adds forward: 39.97 MFLOP an image, so 1,000 images a second are 39.97 GFLOP/s.
        var results = new TrainingResults(
            new Spread([100, 100]), Speeds("ours", 3000, 3300), Speeds("plain TorchSharp", 3000, 2750), [Speeds("slow", 800, 900), Speeds("fast", 1500, 1500)], [], [], 128);

        ResultTable table = results.ToSummary();

        Assert.Contains("| ours / plain TorchSharp | 1.100 (1.000..1.200) |", table.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("| ours / best PyTorch (fast) | 2.100 (2.000..2.200) |", table.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("| ours, share of it | 1.259 (1.199..1.319) |", table.ToMarkdown(), StringComparison.Ordinal);
    }

    private static Series<StepSample> Speeds(string name, params double[] speeds) =>
        new(name, [.. speeds.Select(speed => new StepSample(speed, 1))]);
}
