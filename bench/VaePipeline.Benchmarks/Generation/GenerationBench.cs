using System.Globalization;
using VaePipeline.Benchmarks.Inference;
using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;
using VaePipeline.Generation;
using VaePipeline.Generation.Sinks;
using VaePipeline.Inference;

namespace VaePipeline.Benchmarks.Generation;

/// <summary>CSV to IDX: ours against the decoder alone, and against a script in PyTorch.</summary>
/// <param name="settings">How often, and how long the decoder alone is measured.</param>
/// <param name="rows">Rows of the CSV; the script gets a tenth of them.</param>
/// <param name="folder">An existing folder on a disk with room for the images.</param>
/// <param name="progress">Receives a line for each round.</param>
internal sealed class GenerationBench(RunSettings settings, long rows, string folder, TextWriter progress)
{
    private const int ScriptShare = 10;

    /// <summary>Measures one decoder.</summary>
    /// <param name="decoder">Which.</param>
    public IReadOnlyList<ResultTable> Run(BenchDecoder decoder)
    {
        string latents = Path.Combine(folder, "latents.csv"), fewer = Path.Combine(folder, "fewer.csv"), images = Path.Combine(folder, "images.idx");
        LatentsCsv.Write(latents, rows);
        LatentsCsv.Write(fewer, rows / ScriptShare);
        var shape = new RunShape(new BatchedOnnxOptions().WorkerCount, decoder.BatchSize);
        using var raw = new RawEngine(BenchModel.Open(decoder.Name, decoder.File, ShippedModels.Normal));
        var reports = new List<GenerationReport>();
        Series<double>[] series = Interleaving.Run<double>(
            decoder.Name,
            [
                new($"the decoder alone, {shape}", () => raw.Measure(shape, settings.Duration).RowsPerSecond),
                new("vae generate", () =>
                {
                    reports.Add(Generate(decoder, latents, images));
                    return reports[^1].ImagesPerSecond;
                }),
                new("PyTorch and numpy", () => RunScript(decoder, fewer, images, shape.Threads)),
            ],
            settings.Rounds,
            progress);

        return [ToSpeeds(decoder, series), ToStages(decoder, reports[1..])];
    }

    private static GenerationReport Generate(BenchDecoder decoder, string latents, string images)
    {
        var generation = new ImageGeneration(new GenerationOptions
        {
            LatentsPath = latents,
            ModelPath = decoder.File,
            Output = ImageOutput.Parse(images),
            Sink = new ImageSinkOptions { Overwrite = true },
        });
        return generation.Run()!; // Not null: nothing is resumed.
    }

    private double RunScript(BenchDecoder decoder, string latents, string images, int threads)
    {
        string script = Build.RepositoryFile("bench", "VaePipeline.Benchmarks", "Generation", "generate.py");
        ProcessRun run = ProcessRun.Of(AnsweringProcess.Python, script, decoder.Name, latents, images, threads.ToString(CultureInfo.InvariantCulture));
        return rows / ScriptShare / double.Parse(run.Output, CultureInfo.InvariantCulture);
    }

    private ResultTable ToSpeeds(BenchDecoder decoder, Series<double>[] series)
    {
        var table = new ResultTable(
            string.Create(CultureInfo.InvariantCulture, $"{decoder.Name}: images a second, CSV of {rows:N0} rows to IDX"), ["contestant", "images/s", "vae generate / it"]);
        Spread ours = series[1].Of(speed => speed);
        foreach (Series<double> one in series)
        {
            Spread speed = one.Of(value => value);
            table.Add(one.Name, speed, one == series[1] ? null : Spread.OfRatios(ours, speed));
        }

        return table;
    }

    private static ResultTable ToStages(BenchDecoder decoder, IReadOnlyList<GenerationReport> reports)
    {
        var table = new ResultTable($"{decoder.Name}: what the threads of vae generate were busy with", ["stage", "µs an image"]);
        Add("reading", stages => stages.Reading);
        Add("decoding, all threads", stages => stages.Running);
        Add("writing", stages => stages.Writing);
        return table;

        void Add(string name, Func<StageTimes, TimeSpan> stage) =>
            table.Add(name, new Spread(reports.Select(report => stage(report.Stages).TotalMicroseconds / report.Rows)));
    }
}
