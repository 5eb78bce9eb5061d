using System.CommandLine;
using System.Globalization;
using VaePipeline.Benchmarks.Inference;
using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks;

/// <summary><c>inference</c>: batched inference in ML.NET against ML.NET's own and against the engine alone.</summary>
internal static class InferenceCommand
{
    public static Command Create()
    {
        Option<int> rounds = new("--rounds") { HelpName = "N", Description = "Rounds; each measures every contestant once, in turn.", DefaultValueFactory = _ => 7 };
        Option<double> seconds = new("--seconds") { HelpName = "S", Description = "Time of one measurement.", DefaultValueFactory = _ => 1 };
        Option<string> model = new("--model") { HelpName = "NAME", Description = $"Only one of the models: {string.Join(", ", ShippedModels.Names)}." };
        model.AcceptOnlyFromAmong([.. ShippedModels.Names]);
        Option<string> output = new("--output")
        {
            HelpName = "FILE.md",
            Description = "Where the tables go; the samples go beside them as .json.",
            DefaultValueFactory = _ => Build.RepositoryFile("bench", "results", "inference.md"),
        };

        Command command = new("inference", "Rows a second of ML.NET's ApplyOnnxModel, ours, and raw ONNX Runtime.") { rounds, seconds, model, output };
        command.SetAction(parsed =>
        {
            // Defaults stand for --rounds and --seconds, and --output has one: none of them is null.
            var settings = new RunSettings { Rounds = parsed.GetValue(rounds), Seconds = parsed.GetValue(seconds) }.Validated();
            string? only = parsed.GetValue(model);
            string line = string.Create(CultureInfo.InvariantCulture, $"inference --rounds {settings.Rounds} --seconds {settings.Seconds}{(only is null ? "" : $" --model {only}")}");

            // Before the run, whose own load would show.
            var report = new Report("Inference", Machine.Describe(line), parsed.GetValue(output)!);
            using var models = new ShippedModels(only);
            foreach (BenchModel bench in models.Models)
            {
                report.Add(new InferenceBench(bench, settings, Console.Error).Run());
            }

            report.Write();
            Console.Out.Write(report.ToMarkdown());
            return 0;
        });
        return command;
    }
}
