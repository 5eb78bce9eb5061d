using System.Text.Json.Serialization;

namespace VaePipeline.Training.Checkpoints;

/// <summary>The state as it stands in checkpoints; numbers are written so that they are read back bit for bit.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RunState))]
internal sealed partial class RunStateJson : JsonSerializerContext;
