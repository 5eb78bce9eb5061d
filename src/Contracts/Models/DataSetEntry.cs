using System.Text.Json.Serialization;

namespace VaePipeline.Contracts.Models;

/// <summary>The data that a model was trained on.</summary>
public sealed record DataSetEntry
{
    /// <summary>Name, such as <c>mnist</c>; never a path.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the training images' bytes, [N, C, H, W] in the data set's order; 64 lower-case hexadecimal digits.</summary>
    [JsonPropertyName("sha256")]
    public required string Sha256 { get; init; }

    /// <summary>Licence of the data, such as <c>CC BY-SA 3.0</c>.</summary>
    public required string Licence { get; init; }
}
