using System.Text.Json.Serialization;

namespace VaePipeline.Training.Metrics;

/// <summary>Lines of <c>metrics.jsonl</c>; numbers are written so that they are read back bit for bit.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MetricsLine))]
internal sealed partial class MetricsJson : JsonSerializerContext;
