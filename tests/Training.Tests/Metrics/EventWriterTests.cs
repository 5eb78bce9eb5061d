using VaePipeline.Training.Metrics;
using VaePipeline.Training.Objective;

namespace VaePipeline.Training.Tests.Metrics;

public sealed class EventWriterTests : IDisposable
{
    private static readonly MetricsLine Steps = new()
    {
        Kind = MetricsLine.Steps,
        Step = 50,
        Epoch = 1,
        Train = new ElboTerms(1, 0.5),
        LearningRate = 0.25,
        Seconds = 100,
    };

    private static readonly MetricsLine Epoch = new()
    {
        Kind = MetricsLine.EpochEnd,
        Step = 60,
        Epoch = 1,
        Train = new ElboTerms(2, 0.5),
        Validation = new ElboTerms(3, 0.5),
        IsBest = true,
        Seconds = 400,
    };

    private static readonly MetricsLine End = new() { Kind = MetricsLine.RunEnd, Step = 60, Epoch = 1, Test = new ElboTerms(4, 0.5), Seconds = 410 };

    private static readonly string[] All =
    [
        "50 train/reconstruction 1", "50 train/kl_divergence 0.5", "50 train/negative_elbo 1.5", "50 learning_rate 0.25",
        "60 epoch/reconstruction 2", "60 epoch/kl_divergence 0.5", "60 epoch/negative_elbo 2.5",
        "60 validation/reconstruction 3", "60 validation/kl_divergence 0.5", "60 validation/negative_elbo 3.5",
        "60 test/reconstruction 4", "60 test/kl_divergence 0.5", "60 test/negative_elbo 4.5",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void Write_gives_events_that_protobuf_reads()
    {
        var writer = new EventWriter(_folder.FolderPath, []);

        writer.Write(Steps);
        writer.Write(Epoch);
        writer.Write(End);

        Assert.Equal(All, EventReader.Read(Assert.Single(Directory.GetFiles(_folder.FolderPath))));
    }

    [SkippableFact]
    public void A_writer_replaces_the_files_of_earlier_processes_by_the_events_of_their_lines()
    {
        // One with a value too many, as of a process that was killed after its last checkpoint, and one that broke off.
        new EventWriter(_folder.FolderPath, []).Write(Epoch with { Step = 70 });
        _folder.Put("events.out.tfevents.1.host.2", [1, 2, 3]);
        _folder.Put("metrics.jsonl", "stays");

        new EventWriter(_folder.FolderPath, [Steps, Epoch]).Write(End);

        string file = Assert.Single(Directory.GetFiles(_folder.FolderPath, "events.out.tfevents.*"));
        Assert.Equal(All, EventReader.Read(file));
        Assert.Equal("stays", File.ReadAllText(_folder["metrics.jsonl"]));
    }

    [SkippableFact]
    public void Earlier_lines_keep_their_distance_in_time()
    {
        var writer = new EventWriter(_folder.FolderPath, [Steps, Epoch]);

        double[] times = EventReader.Times(Assert.Single(Directory.GetFiles(_folder.FolderPath)));

        // 300 s lie between the two lines; times are whole seconds.
        Assert.NotNull(writer);
        Assert.InRange(times[^1] - times[0], 299, 301);
        Assert.InRange(times[^1], DateTimeOffset.Now.ToUnixTimeSeconds() - 60, DateTimeOffset.Now.ToUnixTimeSeconds());
    }
}
