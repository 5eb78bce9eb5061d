using System.Globalization;
using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks.Generation;

/// <summary>Time and memory of <c>vae generate</c>, a process of its own, from ten thousand rows on.</summary>
/// <param name="program">The program.</param>
/// <param name="folder">An existing folder on a disk with room for the images.</param>
/// <param name="progress">Receives a line for each run.</param>
internal sealed class GenerationScale(string program, string folder, TextWriter progress)
{
    private const int Fewest = 10_000;

    /// <summary>Runs 10,000 rows, ten times as many, and so on.</summary>
    /// <param name="decoder">With which decoder.</param>
    /// <param name="most">The most rows.</param>
    /// <param name="rounds">How often each.</param>
    public ResultTable Run(BenchDecoder decoder, long most, int rounds)
    {
        var table = new ResultTable($"{decoder.Name}: time and memory of CSV to IDX", ["rows", "seconds", "µs a row", "peak resident memory, MiB"]);
        string latents = Path.Combine(folder, "latents.csv"), images = Path.Combine(folder, "images.idx");
        for (long rows = Fewest; rows <= most; rows *= 10)
        {
            string count = rows.ToString("N0", CultureInfo.InvariantCulture);
            LatentsCsv.Write(latents, rows);
            var runs = new List<ProcessRun>();
            for (int round = 0; round < rounds; round++)
            {
                progress.WriteLine($"{decoder.Name}: {count} rows");
                runs.Add(ProcessRun.Of(program, "generate", latents, "--output", images, "--model", decoder.File, "--force", "--quiet"));
                File.Delete(images);
            }

            table.Add(
                count,
                new Spread(runs.Select(run => run.Seconds)),
                new Spread(runs.Select(run => run.Seconds * 1e6 / rows)),
                new Spread(runs.Select(run => run.PeakMegabytes)));
        }

        return table;
    }
}
