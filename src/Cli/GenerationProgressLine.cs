using System.Diagnostics;
using VaePipeline.Generation;

namespace VaePipeline.Cli;

/// <summary>How far a generation is, in one line for people or as JSON.</summary>
internal sealed class GenerationProgressLine
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private GenerationProgress? _first;

    /// <summary>Images, speeds, share and time left, and how full the queue before the writer is.</summary>
    public string Describe(GenerationProgress progress)
    {
        (double rows, double bytes, TimeSpan? left) = Speeds(progress);
        string share = progress.TotalBytes is > 0 and { } total
            ? string.Create(CultureInfo.InvariantCulture, $", {100.0 * progress.BytesRead / total:0} %")
            : "";
        string time = left is { } remaining ? string.Create(CultureInfo.InvariantCulture, $", {Clock(remaining)} left") : "";
        string rejected = progress.Rejected > 0 ? string.Create(CultureInfo.InvariantCulture, $", {progress.Rejected:N0} rejected") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{progress.Rows:N0} images{rejected}{share}, {rows:N0} a second, {bytes / 1e6:0.0} MB/s{time}, queue {100 * progress.Queue:0} %");
    }

    /// <summary>The same as one JSON object.</summary>
    public GenerationProgressJson ToJson(GenerationProgress progress)
    {
        (double rows, double bytes, TimeSpan? left) = Speeds(progress);
        return new GenerationProgressJson("progress", progress.Rows, progress.Rejected, progress.BytesRead, progress.TotalBytes, progress.BytesWritten, Math.Round(rows, 1), Math.Round(bytes), left?.TotalSeconds, Math.Round(progress.Queue, 2));
    }

    // Of this run alone: what a resume found there took it no time.
    private (double Rows, double Bytes, TimeSpan? Left) Speeds(GenerationProgress progress)
    {
        GenerationProgress first = _first ??= progress;
        double seconds = Math.Max(_watch.Elapsed.TotalSeconds, 1e-3);
        double read = (progress.BytesRead - first.BytesRead) / seconds;
        TimeSpan? left = progress.TotalBytes is { } total && read > 0 ? TimeSpan.FromSeconds((total - progress.BytesRead) / read) : null;
        return ((progress.Rows - first.Rows) / seconds, (progress.BytesWritten - first.BytesWritten) / seconds, left);
    }

    private static string Clock(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");
}
