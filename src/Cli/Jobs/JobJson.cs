using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaePipeline.Cli.Jobs;

/// <summary>Progress for machines; speeds in rows and bytes per second, times in seconds.</summary>
internal sealed record JobProgressJson(
    string Event, long Rows, long Rejected, long BytesRead, long? TotalBytes, long BytesWritten, double RowsPerSecond, double BytesPerSecond, double? SecondsLeft, double Queue);

/// <summary>The end of a generation or an encoding for machines; null is what the other one has.</summary>
internal sealed record JobDoneJson(
    string Event,
    string Output,
    string Description,
    IReadOnlyList<string>? OtherFiles,
    IReadOnlyList<string>? Files,
    long Rows,
    long? ResumedRows,
    long? Rejected,
    long BytesRead,
    long BytesWritten,
    double Seconds,
    double RowsPerSecond,
    double ReadingSeconds,
    double? DecodingSeconds,
    double? EncodingSeconds,
    double WritingSeconds,
    int Workers,
    string Bottleneck)
{
    /// <summary>The line about a job's end.</summary>
    /// <param name="report">What it did.</param>
    /// <param name="output">Its output, as the user gave it.</param>
    /// <param name="encoded">All files of an encoding; null for a generation.</param>
    public static string Of(GenerationReport report, string output, IReadOnlyList<string>? encoded = null)
    {
        bool isEncoding = encoded is not null;
        double running = report.Stages.Running.TotalSeconds;
        JobDoneJson done = new(
            "done",
            output,
            report.Description,
            isEncoding ? null : report.OtherFiles,
            encoded,
            report.Rows,
            isEncoding ? null : report.ResumedRows,
            isEncoding ? null : report.Rejected,
            report.BytesRead,
            report.BytesWritten,
            report.Elapsed.TotalSeconds,
            report.ImagesPerSecond,
            report.Stages.Reading.TotalSeconds,
            isEncoding ? null : running,
            isEncoding ? running : null,
            report.Stages.Writing.TotalSeconds,
            report.Stages.Workers,
            report.Stages.Bottleneck);
        return JsonSerializer.Serialize(done, JobJson.Default.JobDoneJson);
    }
}

/// <summary>Source-generated JSON, one object a line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JobProgressJson))]
[JsonSerializable(typeof(JobDoneJson))]
internal sealed partial class JobJson : JsonSerializerContext;
