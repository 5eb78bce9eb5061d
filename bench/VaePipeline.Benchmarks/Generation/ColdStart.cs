using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks.Generation;

/// <summary>One row to its image on the disk, as often as rounds: ours against a program that does nothing but decode one row.</summary>
internal static class ColdStart
{
    private const int StartsARound = 10;

    /// <summary>Measures both in turn.</summary>
    /// <param name="programs">Folder with both programs.</param>
    /// <param name="decoder">Decoder of two latents.</param>
    /// <param name="rounds">How often.</param>
    /// <param name="folder">An existing folder.</param>
    /// <param name="progress">Receives a line for each round.</param>
    public static ResultTable Run(PublishedPrograms programs, BenchDecoder decoder, int rounds, string folder, TextWriter progress)
    {
        string latents = Path.Combine(folder, "one.csv"), image = Path.Combine(folder, "one.idx");
        LatentsCsv.Write(latents, 1);
        Series<double>[] series = Interleaving.Run<double>(
            "cold start",
            [
                new("ONNX Runtime alone, image not written", () => Median(() => ProcessRun.Of(programs.BareDecode, decoder.File).Seconds)),
                new("vae generate, one row to IDX", () => Median(() =>
                {
                    File.Delete(image);
                    return ProcessRun.Of(programs.Vae, "generate", latents, "--output", image, "--model", decoder.File).Seconds;
                })),
            ],
            rounds,
            progress);

        var table = new ResultTable($"{decoder.Name}: a program's start, medians of {StartsARound} starts", ["program", "ms", "vae generate / it"]);
        Spread ours = series[1].Of(seconds => seconds * 1000);
        foreach (Series<double> one in series)
        {
            Spread time = one.Of(seconds => seconds * 1000);
            table.Add(one.Name, time, one == series[1] ? null : Spread.OfRatios(ours, time));
        }

        return table;
    }

    private static double Median(Func<double> start) => Spread.MedianOf(Enumerable.Range(0, StartsARound).Select(_ => start()));
}
