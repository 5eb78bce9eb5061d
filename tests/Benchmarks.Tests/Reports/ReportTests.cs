using VaePipeline.Benchmarks.Reports;
using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks.Tests.Reports;

public sealed class ReportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vae-report-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Write_makes_tables_and_samples()
    {
        var table = new ResultTable("model: speed", ["contestant", "rows/s", "of raw"]);
        table.Add("ours", new Spread([30, 10, 20]), new Spread([1]));
        table.Add("raw", new Spread([40]), null);
        string file = Path.Combine(_folder.FullName, "new", "speed.md");
        var report = new Report("Speed", [("CPU", "a fast one")], file);
        report.Add([table]);

        report.Write();

        Assert.Equal("""
            # Speed

            - CPU: a fast one

            Each figure: median (least..greatest) of the rounds. bench/README.md says what they mean.

            ### model: speed

            | contestant | rows/s | of raw |
            | --- | ---: | ---: |
            | ours | 20.0 (10.0..30.0) | 1.000 (1.000..1.000) |
            | raw | 40.0 (40.0..40.0) |  |

            """, File.ReadAllText(file));
        string json = File.ReadAllText(Path.ChangeExtension(file, ".json")).ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains("""{"contestant":"ours","rows/s":{"median":20,"min":10,"max":30,"samples":[30,10,20]},"of""", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_for_another_kind_of_file_is_refused_before_anything_is_measured()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new Report("Speed", [], "speed.json"));

        Assert.Equal("--output is \"speed.json\"; expected a file that ends in .md. The samples go beside it as .json.", exception.Message);
    }
}
