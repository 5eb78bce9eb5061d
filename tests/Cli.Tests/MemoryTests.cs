using System.Globalization;
using VaePipeline.Cli.Tests.Faults;

namespace VaePipeline.Cli.Tests;

/// <summary>Memory that does not grow with the rows; bench/ has the sizes that people run.</summary>
public sealed class MemoryTests : IDisposable
{
    private const int FewRows = 20_000;
    private const int ManyRows = 500_000;

    // In batches of one row the many rows leave about 150 MiB of garbage.
    private const double MostGrowthMebibytes = 40;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    [Trait("Category", "Slow")]
    public void Generate_takes_no_more_memory_for_many_rows_than_for_few()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux tells a process's greatest memory as it runs.");

        double few = PeakOf(FewRows);
        double many = PeakOf(ManyRows);

        Assert.InRange(few, 20, 1000);
        Assert.InRange(many - few, double.NegativeInfinity, MostGrowthMebibytes);
    }

    private double PeakOf(int rows)
    {
        string name = rows.ToString(CultureInfo.InvariantCulture);
        string latents = _folder.Put(name + ".csv", string.Concat(Enumerable.Repeat("0.25,0.75\n", rows)));
        string images = _folder[name + ".idx"];
        using VaeProcess process = VaeProcess.Start("generate", latents, "--model", TestDecoders.PlaneBytes, "--output", images, "--batch-size", "1");
        double peak = process.WaitForPeak();

        Assert.Equal(16 + (rows * 4L), new FileInfo(images).Length);
        return peak;
    }
}
