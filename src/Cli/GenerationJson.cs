using System.Text.Json.Serialization;
using VaePipeline.Generation;
using VaePipeline.Generation.Encodings;

namespace VaePipeline.Cli;

/// <summary>Progress for machines; speeds in rows and bytes a second, times in seconds.</summary>
internal sealed record GenerationProgressJson(
    string Event, long Rows, long Rejected, long BytesRead, long? TotalBytes, long BytesWritten, double RowsPerSecond, double BytesPerSecond, double? SecondsLeft, double Queue);

/// <summary>A generation's end for machines.</summary>
internal sealed record GenerationDoneJson(
    string Event,
    string Output,
    string Description,
    IReadOnlyList<string> OtherFiles,
    long Rows,
    long ResumedRows,
    long Rejected,
    long BytesRead,
    long BytesWritten,
    double Seconds,
    double RowsPerSecond,
    double ReadingSeconds,
    double DecodingSeconds,
    double WritingSeconds,
    int Workers,
    string Bottleneck)
{
    public static GenerationDoneJson Of(GenerationReport report, string output) => new(
        "done",
        output,
        report.Description,
        report.OtherFiles,
        report.Rows,
        report.ResumedRows,
        report.Rejected,
        report.BytesRead,
        report.BytesWritten,
        report.Elapsed.TotalSeconds,
        report.ImagesPerSecond,
        report.Stages.Reading.TotalSeconds,
        report.Stages.Decoding.TotalSeconds,
        report.Stages.Writing.TotalSeconds,
        report.Stages.Workers,
        report.Stages.Bottleneck);
}

/// <summary>An encoding's end for machines.</summary>
internal sealed record EncodingDoneJson(
    string Event,
    string Output,
    string Description,
    IReadOnlyList<string> Files,
    long Rows,
    long BytesRead,
    long BytesWritten,
    double Seconds,
    double RowsPerSecond,
    double ReadingSeconds,
    double EncodingSeconds,
    double WritingSeconds,
    int Workers,
    string Bottleneck)
{
    public static EncodingDoneJson Of(EncodingReport report, EncodingOutput output) => new(
        "done",
        output.Path,
        report.Description,
        output.Files,
        report.Rows,
        report.BytesRead,
        report.BytesWritten,
        report.Elapsed.TotalSeconds,
        report.ImagesPerSecond,
        report.Stages.Reading.TotalSeconds,
        report.Stages.Decoding.TotalSeconds,
        report.Stages.Writing.TotalSeconds,
        report.Stages.Workers,
        report.Stages.Bottleneck);
}

/// <summary>Source-generated JSON, one object a line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GenerationProgressJson))]
[JsonSerializable(typeof(GenerationDoneJson))]
[JsonSerializable(typeof(EncodingDoneJson))]
internal sealed partial class GenerationJson : JsonSerializerContext;
