using System.CommandLine;
using System.Globalization;
using VaePipeline.Benchmarks.Export;
using VaePipeline.Benchmarks.Inference;
using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks;

/// <summary><c>export</c>: a decoder as our exporter writes it against torch.onnx.export's and PyTorch itself.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        Option<int> rounds = new("--rounds") { HelpName = "N", Description = "Rounds; each measures every contestant once, in turn.", DefaultValueFactory = _ => 7 };
        Option<double> seconds = new("--seconds") { HelpName = "S", Description = "Time of one measurement.", DefaultValueFactory = _ => 1 };
        Option<string> model = new("--model")
        {
            HelpName = "FOLDER",
            Description = "A model folder of the keras network.",
            DefaultValueFactory = _ => Build.RepositoryFile("models", "mnist-2d"),
        };
        Option<string[]> variants = new("--variant")
        {
            HelpName = "FOLDER",
            Description = "The same model exported otherwise, as with --int8: measured beside ours. May be given several times.",
        };
        Option<string> output = new("--output")
        {
            HelpName = "FILE.md",
            Description = "Where the tables go; the samples go beside them as .json.",
            DefaultValueFactory = _ => Build.RepositoryFile("bench", "results", "export.md"),
        };

        Command command = new("export", "Images a second of a decoder as ours, torch.onnx.export's, and PyTorch's.") { rounds, seconds, model, variants, output };
        command.SetAction(parsed =>
        {
            // Every option has a default: none of them is null.
            var settings = new RunSettings { Rounds = parsed.GetValue(rounds), Seconds = parsed.GetValue(seconds) }.Validated();
            string folder = parsed.GetValue(model)!;
            string line = string.Create(CultureInfo.InvariantCulture, $"export --rounds {settings.Rounds} --seconds {settings.Seconds}");
            IReadOnlyList<(string Name, string Value)> machine = Machine.Describe(line);
            using var files = new TemporaryFolder();
            BenchModel ours = BenchModel.Open("ours", Path.Combine(folder, "decoder.onnx"), ShippedModels.Normal);
            using var torch = new TorchDecoder(Path.Combine(folder, "weights.safetensors"), ours, files.Path);
            var report = new Report("Export", [.. machine, ("Model", Path.GetFileName(Path.GetFullPath(folder))), ("PyTorch", torch.Version)], parsed.GetValue(output)!);
            BenchModel theirs = BenchModel.Open("torch.onnx.export", torch.Export(), ShippedModels.Normal);
            BenchModel[] others = [.. parsed.GetValue(variants)!.Select(
                variant => BenchModel.Open(Path.GetFileName(Path.GetFullPath(variant)), Path.Combine(variant, "decoder.onnx"), ShippedModels.Normal))];
            report.Add(new ExportBench(ours, theirs, others, torch, settings, Console.Error).Run());
            report.Write();
            Console.Out.Write(report.ToMarkdown());
            return 0;
        });
        return command;
    }
}
