using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace VaePipeline.Training.Options;

/// <summary>Options as they stand in model cards and in the files of <c>--config</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
[JsonSerializable(typeof(TrainingOptions))]
internal sealed partial class TrainingOptionsJson : JsonSerializerContext
{
    /// <summary>All options, defaults included.</summary>
    public static JsonElement ToElement(TrainingOptions options) => JsonSerializer.SerializeToElement(options, Default.TrainingOptions);

    /// <summary>Options of a model card or file; those that it leaves out take their defaults, others are passed over.</summary>
    /// <exception cref="JsonException">A value is of another type, or the element is no object.</exception>
    public static TrainingOptions FromElement(JsonElement element)
    {
        // Generated readers give init-only properties that are left out the default of their type, not of the record.
        var all = JsonSerializer.SerializeToNode(new TrainingOptions(), Default.TrainingOptions)!.AsObject(); // not null: options are an object
        foreach (var (name, value) in JsonObject.Create(element) ?? throw new JsonException($"it is {element.ValueKind}; an object was expected"))
        {
            all[name] = value?.DeepClone();
        }

        return all.Deserialize(Default.TrainingOptions)!; // not null, as above
    }
}
