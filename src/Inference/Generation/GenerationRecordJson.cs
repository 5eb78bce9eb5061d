using System.Text.Json.Serialization;

namespace VaePipeline.Inference.Generation;

/// <summary>Source-generated JSON of <see cref="GenerationRecord"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(GenerationRecord))]
internal sealed partial class GenerationRecordJson : JsonSerializerContext;
