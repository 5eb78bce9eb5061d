using System.Diagnostics;
using System.Text.Json;

namespace VaePipeline.Cli.Jobs;

/// <summary>Shows how far a generation or an encoding is: in one line for people, or as JSON.</summary>
internal sealed class JobProgress
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private GenerationProgress? _first;

    /// <summary>Runs a job with its progress on the console.</summary>
    public static T Show<T>(CommandConsole console, Func<IProgress<GenerationProgress>?, T> job)
    {
        using Gen0Collector collector = new();
        JobProgress shown = new();
        return console.WithProgress<GenerationProgress, T>(shown.Describe, job, shown.ToJson);
    }

    /// <summary>Runs a job that reports its images alone.</summary>
    public static T Show<T>(CommandConsole console, Func<IProgress<long>?, T> job)
    {
        using Gen0Collector collector = new();
        return console.WithProgress(images => Invariant($"{images:N0} images"), job);
    }

    // Images, speeds, share and time left, and how full the queue before the writer is.
    private string Describe(GenerationProgress progress)
    {
        (double rows, double bytes, TimeSpan? left) = Speeds(progress);
        string share = progress.TotalBytes is > 0 and { } total
            ? Invariant($", {100.0 * progress.BytesRead / total:0} %")
            : "";
        string time = left is { } remaining ? $", {Durations.Format(remaining)} left" : "";
        string rejected = progress.Rejected > 0 ? Invariant($", {progress.Rejected:N0} rejected") : "";
        return Invariant($"{progress.Rows:N0} images{rejected}{share}, {rows:N0} per second, {bytes / 1e6:0.0} MB/s{time}, queue {100 * progress.Queue:0} %");
    }

    private string ToJson(GenerationProgress progress)
    {
        (double rows, double bytes, TimeSpan? left) = Speeds(progress);
        return JsonSerializer.Serialize(
            new JobProgressJson("progress", progress.Rows, progress.Rejected, progress.BytesRead, progress.TotalBytes, progress.BytesWritten, Math.Round(rows, 1), Math.Round(bytes), left?.TotalSeconds, Math.Round(progress.Queue, 2)),
            JobJson.Default.JobProgressJson);
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
}
