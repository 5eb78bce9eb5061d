using System.Text.Json.Serialization;
using VaePipeline.Generation;

namespace VaePipeline.Cli;

/// <summary>Progress for machines; speeds in rows and bytes a second, times in seconds.</summary>
internal sealed record GenerationProgressJson(
    string Event, long Rows, long Rejected, long BytesRead, long? TotalBytes, long BytesWritten, double RowsPerSecond, double BytesPerSecond, double? SecondsLeft, double Queue);

/// <summary>
/// A job's end for machines. Keys that only a generation has (other files, resumed and rejected rows, decoding seconds), or
/// only an encoding (files, encoding seconds), are left out of the other.
/// </summary>
internal sealed record GenerationDoneJson(
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
    /// <summary>The end of a job.</summary>
    /// <param name="report">What it did.</param>
    /// <param name="output">Its output, as the user gave it.</param>
    /// <param name="encoded">All files of an encoding; null for a generation.</param>
    public static GenerationDoneJson Of(GenerationReport report, string output, IReadOnlyList<string>? encoded = null)
    {
        bool isEncoding = encoded is not null;
        double running = report.Stages.Running.TotalSeconds;
        return new GenerationDoneJson(
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
    }
}

/// <summary>Source-generated JSON, one object a line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GenerationProgressJson))]
[JsonSerializable(typeof(GenerationDoneJson))]
internal sealed partial class GenerationJson : JsonSerializerContext;
