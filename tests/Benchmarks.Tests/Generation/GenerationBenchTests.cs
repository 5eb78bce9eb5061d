using VaePipeline.Benchmarks.Generation;
using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks.Tests.Generation;

public sealed class GenerationBenchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vae-bench-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableFact]
    [Trait("Category", "Slow")]
    public void Run_reports_every_contestant_with_both_decoders()
    {
        Python.SkipWithout("torch, numpy");
        var bench = new GenerationBench(new RunSettings { Rounds = 1, Seconds = 0.01 }, rows: 600, _folder.FullName, TextWriter.Null);

        foreach (BenchDecoder decoder in BenchDecoder.All(_folder.FullName))
        {
            IReadOnlyList<ResultTable> tables = bench.Run(decoder);

            Assert.Equal($"{decoder.Name}: images a second, CSV of 600 rows to IDX", tables[0].Title);
            Assert.Equal(["vae generate", "PyTorch and numpy"], tables[0].RowNames.Skip(1));
            Assert.Equal(["reading", "decoding, all threads", "writing"], tables[1].RowNames);
        }

        // The script's images are whole: 16 bytes of header, and a tenth of the rows.
        Assert.Equal(16 + (60 * 784), new FileInfo(Path.Combine(_folder.FullName, "images.idx")).Length);
    }

    [Fact]
    public void Write_makes_the_same_latents_again_and_fewer_are_the_first_of_more()
    {
        string few = Path.Combine(_folder.FullName, "few.csv"), many = Path.Combine(_folder.FullName, "many.csv");

        LatentsCsv.Write(few, 3);
        LatentsCsv.Write(many, 100);

        Assert.Equal(File.ReadAllLines(few), File.ReadLines(many).Take(4));
        double[] numbers = [.. File.ReadLines(many).Skip(1).SelectMany(line => line.Split(',')).Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(200, numbers.Length);
        Assert.InRange(numbers.Average(), -0.3, 0.3);
        Assert.InRange(numbers.Average(number => number * number), 0.7, 1.3);
    }

    [SkippableFact]
    public void Of_a_program_gives_its_output_and_its_peak_memory_or_its_error()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The peak is read from /proc.");
        SystemProgram.OrSkip("sh", "a shell and coreutils", "-c", "sleep 0");

        ProcessRun run = ProcessRun.Of("sh", "-c", "sleep 0.2; echo done");

        Assert.Equal("done\n", run.Output);
        Assert.InRange(run.Seconds, 0.2, 60);
        Assert.InRange(run.PeakMegabytes, 0.1, 100);
        var failed = Assert.Throws<InvalidOperationException>(() => ProcessRun.Of("sh", "-c", "echo broken >&2; exit 3"));
        Assert.Equal("sh -c echo broken >&2; exit 3: it ended with 3, broken; expected 0.", failed.Message);
    }
}
