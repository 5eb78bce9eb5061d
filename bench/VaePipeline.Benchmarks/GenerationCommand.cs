using System.CommandLine;
using System.Globalization;
using VaePipeline.Benchmarks.Generation;
using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks;

/// <summary><c>generation</c>: a CSV of latents to images; its speed, its start, its time and memory over the rows.</summary>
internal static class GenerationCommand
{
    private const string Speed = "speed", Start = "start", Scale = "scale";

    public static Command Create()
    {
        Option<int> rounds = new("--rounds") { HelpName = "N", Description = "Rounds; each measures every contestant once, in turn.", DefaultValueFactory = _ => 7 };
        Option<double> seconds = new("--seconds") { HelpName = "S", Description = "Time of one measurement of the decoder alone.", DefaultValueFactory = _ => 10 };
        Option<long> rows = new("--rows") { HelpName = "N", Description = "Rows of the CSV; of scale the most.", DefaultValueFactory = _ => 1_000_000 };
        Option<string> part = new("--part") { HelpName = $"{Speed}|{Start}|{Scale}", Description = "What to measure.", DefaultValueFactory = _ => Speed };
        part.AcceptOnlyFromAmong(Speed, Start, Scale);
        Option<string?> output = new("--output") { HelpName = "FILE.md", Description = "Where the tables go; the samples go beside them as .json. By default bench/results/generation-PART.md." };

        Command command = new("generation", "A CSV of latents to images: against the decoder alone, from a cold start, and up to millions of rows.") { rounds, seconds, rows, part, output };
        command.SetAction(parsed =>
        {
            // Every option but --output has a default: none of them is null.
            var settings = new RunSettings { Rounds = parsed.GetValue(rounds), Seconds = parsed.GetValue(seconds) }.Validated();
            string which = parsed.GetValue(part)!;
            long count = parsed.GetValue(rows) is >= 10 and var number ? number : throw new ArgumentException("--rows: expected 10 or more.");
            string line = string.Create(CultureInfo.InvariantCulture, $"generation --part {which} --rounds {settings.Rounds} --seconds {settings.Seconds} --rows {count}");
            var report = new Report(
                $"Generation: {which}", Machine.Describe(line), parsed.GetValue(output) ?? Build.RepositoryFile("bench", "results", $"generation-{which}.md"));
            using var folder = new TemporaryFolder();
            report.Add(Measure(which, settings, count, folder.Path, Console.Error));
            report.Write();
            Console.Out.Write(report.ToMarkdown());
            return 0;
        });
        return command;
    }

    private static IReadOnlyList<ResultTable> Measure(string part, RunSettings settings, long rows, string folder, TextWriter progress)
    {
        BenchDecoder[] decoders = BenchDecoder.All(folder);
        if (part == Speed)
        {
            var bench = new GenerationBench(settings, rows, folder, progress);
            return [.. decoders.SelectMany(decoder => bench.Run(decoder))];
        }

        PublishedPrograms programs = PublishedPrograms.Publish(folder, progress);
        return part == Start
            ? [ColdStart.Run(programs, decoders[0], settings.Rounds, folder, progress)]
            : [.. decoders.Reverse().Select(decoder => new GenerationScale(programs.Vae, folder, progress).Run(decoder, rows, settings.Rounds))];
    }
}
