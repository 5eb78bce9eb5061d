using TorchSharp;
using TorchSharp.Modules;
using VaePipeline.Training.Objective;

namespace VaePipeline.Training.Metrics;

/// <summary>
/// The lines of <c>metrics.jsonl</c> as TensorBoard's event files. TorchSharp's writer starts a new file in each process
/// and cannot take any event back, so a run that goes on writes the events of its earlier lines anew.
/// </summary>
internal sealed class EventWriter
{
    private readonly SummaryWriter _writer;

    /// <summary>Replaces the event files in a folder by one with the events of some lines.</summary>
    /// <param name="folder">The folder of the files; must be there.</param>
    /// <param name="earlier">Lines of earlier processes. Their events get the times that lie as far apart as the run's seconds, up to now.</param>
    public EventWriter(string folder, IReadOnlyList<MetricsLine> earlier)
    {
        foreach (string path in Directory.GetFiles(folder, "events.out.tfevents.*"))
        {
            File.Delete(path);
        }

        _writer = torch.utils.tensorboard.SummaryWriter(folder);
        foreach (var line in earlier)
        {
            Write(line, DateTimeOffset.Now.AddSeconds(line.Seconds - earlier[^1].Seconds));
        }
    }

    /// <summary>Writes the events of a line.</summary>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public void Write(MetricsLine line) => Write(line, DateTimeOffset.Now);

    private void Write(MetricsLine line, DateTimeOffset time)
    {
        WriteTerms(line.Kind == MetricsLine.EpochEnd ? "epoch" : "train", line.Train);
        WriteTerms("validation", line.Validation);
        WriteTerms("test", line.Test);
        if (line.LearningRate is { } rate)
        {
            WriteValue("learning_rate", rate);
        }

        void WriteTerms(string group, ElboTerms? terms)
        {
            if (terms is { } found)
            {
                WriteValue($"{group}/reconstruction", found.Reconstruction);
                WriteValue($"{group}/kl_divergence", found.KlDivergence);
                WriteValue($"{group}/negative_elbo", found.NegativeElbo);
            }
        }

        void WriteValue(string tag, double value) => _writer.add_scalar(tag, (float)value, checked((int)line.Step), time.ToUnixTimeSeconds());
    }
}
