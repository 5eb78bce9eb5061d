using System.Text.Json;
using VaePipeline.CommandLine;
using VaePipeline.Training.Commands;
using VaePipeline.Training.Objective;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Tests.Commands;

public sealed class TrainingProgressTests : IDisposable
{
    private readonly StringWriter _error = new();

    public void Dispose() => _error.Dispose();

    [Fact]
    public void Best_names_the_best_epoch_seen()
    {
        var progress = new TrainingProgress(Console());
        Assert.Equal("", progress.Best);

        progress.OnEpoch(Report(1, 150, isBest: true));
        progress.OnEpoch(Report(2, 149.25, isBest: true));
        progress.OnEpoch(Report(3, 151, isBest: false));

        Assert.Equal(", best 151.75 (epoch 2)", progress.Best);
    }

    [Fact]
    public void Log_has_notes_and_epochs_also_if_nothing_is_shown()
    {
        var progress = new TrainingProgress(Console(isQuiet: true));

        progress.Note("begins");
        progress.OnEpoch(Report(1, 150, isBest: true));

        Assert.Equal(["begins", "epoch 1/9: train 1.00 + 1.00 = 2.00, validation 150.00 + 2.50 = 152.50 (best), 100 images/s"], progress.Log);
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public void Json_is_an_object_a_line()
    {
        var progress = new TrainingProgress(Console(isJson: true));

        progress.Note("begins");
        progress.OnEpoch(Report(1, 150, isBest: true));

        string[] lines = _error.ToString().Split(Environment.NewLine);
        Assert.Equal("""{"event":"note","text":"begins"}""", lines[0]);
        using var epoch = JsonDocument.Parse(lines[1]);
        Assert.Equal(152.5, epoch.RootElement.GetProperty("validation").GetProperty("negativeElbo").GetDouble());
        Assert.Equal(("epoch", 1, true), (epoch.RootElement.GetProperty("event").GetString(), epoch.RootElement.GetProperty("epoch").GetInt32(), epoch.RootElement.GetProperty("isBest").GetBoolean()));
    }

    [Theory]
    [InlineData(0, 600, 6.6)]
    [InlineData(500, 600, 40)]
    [InlineData(500, 1000, 0)]
    public void TimeLeft_counts_the_steps_of_this_process_only(long before, long step, double seconds) =>
        Assert.Equal(
            seconds, TrainingProgress.TimeLeft(TimeSpan.FromSeconds(10), before, new StepReport(3, step, 1000, new ElboTerms(1, 2), 5)).TotalSeconds, 0.1);

    private CommandConsole Console(bool isQuiet = false, bool isJson = false) => new(TextWriter.Null, _error) { IsQuiet = isQuiet, IsJson = isJson };

    private static EpochReport Report(int epoch, double reconstruction, bool isBest) =>
        new(epoch, 9, new ElboTerms(1, 1), new ElboTerms(reconstruction, 2.5), isBest, 100);
}
