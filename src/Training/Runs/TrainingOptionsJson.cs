using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaePipeline.Training.Runs;

/// <summary>Options as they stand in model cards.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TrainingOptions))]
internal sealed partial class TrainingOptionsJson : JsonSerializerContext
{
    /// <summary>All options, defaults included.</summary>
    public static JsonElement ToElement(TrainingOptions options) => JsonSerializer.SerializeToElement(options, Default.TrainingOptions);
}
