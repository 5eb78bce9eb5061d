using System.Text.Json.Serialization;
using VaePipeline.OnnxExport.Graphs;
using VaePipeline.Training.Objective;

namespace VaePipeline.Training.Commands;

/// <summary>A line of <c>training.log</c> that is neither a step nor an epoch.</summary>
internal sealed record NoteEvent(string Event, string Text);

/// <summary>Where a run stands; terms are means of the epoch's steps so far, in nats per image.</summary>
internal sealed record StepEvent(string Event, int Epoch, long Step, long Steps, ElboTerms Train, double ImagesPerSecond, double SecondsLeft);

/// <summary>The end of an epoch; terms in nats per image.</summary>
internal sealed record EpochEvent(string Event, int Epoch, int Epochs, ElboTerms Train, ElboTerms? Validation, bool IsBest, double ImagesPerSecond);

/// <summary>The end of a run; <paramref name="Files"/> are sizes in bytes by name.</summary>
internal sealed record TrainedEvent(
    string Event, string Output, int KeptEpoch, long Steps, double Seconds, int TestImages, ElboTerms Test, IReadOnlyDictionary<string, long> Files);

/// <summary>What an export wrote.</summary>
internal sealed record ExportedEvent(string Event, ExportedGraph Encoder, ExportedGraph Decoder, bool IsCardChanged, IReadOnlyList<LayerForm>? Forms);

/// <summary>A graph, and how it compares with the network.</summary>
internal sealed record ExportedGraph(string File, long Bytes, string Sha256, string Proof);

/// <summary>Source-generated JSON of the training commands, an object a line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NoteEvent))]
[JsonSerializable(typeof(StepEvent))]
[JsonSerializable(typeof(EpochEvent))]
[JsonSerializable(typeof(TrainedEvent))]
[JsonSerializable(typeof(ExportedEvent))]
internal sealed partial class TrainingJson : JsonSerializerContext;
