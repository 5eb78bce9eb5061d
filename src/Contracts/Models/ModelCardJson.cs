using System.Text.Json.Serialization;

namespace VaePipeline.Contracts.Models;

/// <summary>Source-generated JSON of <see cref="ModelCard"/>: indented by two spaces, line feeds on every system.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ModelCard))]
internal sealed partial class ModelCardJson : JsonSerializerContext;
