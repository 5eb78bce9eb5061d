using VaePipeline.Training.Metrics;
using VaePipeline.Training.Objective;

namespace VaePipeline.Training.Tests.Metrics;

public sealed class MetricsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["metrics.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Append_writes_a_line_that_is_read_back_bit_for_bit()
    {
        var line = new MetricsLine
        {
            Kind = MetricsLine.EpochEnd,
            Step = 469,
            Epoch = 1,
            Train = new ElboTerms(1.0 / 3, 0.1),
            Validation = new ElboTerms(double.Epsilon, 2),
            IsBest = true,
            Seconds = 1e-7,
        };
        using (var file = new MetricsFile(FilePath, step: 0))
        {
            file.Append(line);

            // Whole before the file is closed: a run that is killed loses no line.
            Assert.Equal(line, Assert.Single(MetricsFile.Read(FilePath)));
        }

        Assert.Equal(
            """{"kind":"epoch","step":469,"epoch":1,"train":{"reconstruction":0.3333333333333333,"klDivergence":0.1,"negativeElbo":0.43333333333333335},"validation":{"reconstruction":5E-324,"klDivergence":2,"negativeElbo":2},"isBest":true,"seconds":1E-07}""" + "\n",
            File.ReadAllText(FilePath));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(49, "")]
    [InlineData(50, "50 ")]
    [InlineData(100, "50 100 ")]
    [InlineData(1000, "50 100 150 ")]
    public void Opening_cuts_off_what_lies_behind_the_step(long step, string kept)
    {
        Write([50, 100, 150], step: 0);

        using (var file = new MetricsFile(FilePath, step))
        {
            Assert.Equal(kept, Steps(file.Earlier));
            file.Append(Line(7));
        }

        Assert.Equal(kept + "7 ", Steps(MetricsFile.Read(FilePath)));
    }

    [Theory]
    [InlineData("{\"kind\":\"steps\",\"step\":1")]
    [InlineData("\0\0\0\0\n\0\0")]
    [InlineData("{}\n")]
    [InlineData("null\n")]
    public void Opening_cuts_off_a_broken_end(string end)
    {
        Write([50], step: 0);
        string whole = File.ReadAllText(FilePath);
        File.AppendAllText(FilePath, end);

        using var file = new MetricsFile(FilePath, step: 200);

        Assert.Equal("50 ", Steps(file.Earlier));
        Assert.Equal(whole, File.ReadAllText(FilePath));
    }

    private void Write(long[] steps, long step)
    {
        using var file = new MetricsFile(FilePath, step);
        Array.ForEach(steps, written => file.Append(Line(written)));
    }

    private static MetricsLine Line(long step) => new() { Kind = MetricsLine.Steps, Step = step, Epoch = 1, Seconds = 1 };

    private static string Steps(IEnumerable<MetricsLine> lines) => string.Concat(lines.Select(line => FormattableString.Invariant($"{line.Step} ")));
}
