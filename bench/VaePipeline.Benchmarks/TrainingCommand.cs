using System.CommandLine;
using System.Globalization;
using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;
using VaePipeline.Benchmarks.TrainingSpeed;

namespace VaePipeline.Benchmarks;

/// <summary><c>training</c>: a training step as our trainer takes it against plain TorchSharp's, PyTorch's and the machine's matrix product.</summary>
internal static class TrainingCommand
{
    private const int EpochBatches = 468; // MNIST's 60,000 images, less a short last batch

    /// <summary>What the benchmark starts in another process.</summary>
    public static Command CreatePlain()
    {
        Argument<int> batchSize = new("BATCH"), threads = new("THREADS");
        Command command = new(PlainTorchSharp.Command) { batchSize, threads };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            using var plain = new PlainTorchSharp(parsed.GetValue(batchSize), parsed.GetValue(threads));
            plain.Serve(Console.In, Console.Out);
        });
        return command;
    }

    public static Command Create()
    {
        Option<int> rounds = new("--rounds") { HelpName = "N", Description = "Rounds; each measures every contestant once, in turn.", DefaultValueFactory = _ => 7 };
        Option<double> seconds = new("--seconds") { HelpName = "S", Description = "Time of one measurement.", DefaultValueFactory = _ => 2 };
        Option<string> output = new("--output")
        {
            HelpName = "FILE.md",
            Description = "Where the tables go; the samples go beside them as .json.",
            DefaultValueFactory = _ => Build.RepositoryFile("bench", "results", "training.md"),
        };

        Command command = new("training", "Images a second of training: ours, plain TorchSharp's, PyTorch's in each setting, and the share of the machine's peak.") { rounds, seconds, output };
        command.SetAction(parsed =>
        {
            // Every option has a default: none of them is null.
            var settings = new RunSettings { Rounds = parsed.GetValue(rounds), Seconds = parsed.GetValue(seconds) }.Validated();
            string line = string.Create(CultureInfo.InvariantCulture, $"training --rounds {settings.Rounds} --seconds {settings.Seconds}");
            var report = new Report("Training", [.. Machine.Describe(line), ("TorchSharp", $"{Build.VersionOf(typeof(TorchSharp.torch).Assembly)}, libtorch {TorchSharp.torch.__version__}"), ("PyTorch", TorchTrainer.ReadVersion())], parsed.GetValue(output)!);
            TrainingResults results = new TrainingBench(settings, EpochBatches, TorchSetting.All(Environment.ProcessorCount), Console.Error).Run();
            report.Add([results.ToSummary(), results.ToSpeeds(), results.ToCosts()]);
            report.Write();
            Console.Out.Write(report.ToMarkdown());
            return 0;
        });
        return command;
    }
}
