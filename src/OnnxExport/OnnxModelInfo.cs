namespace VaePipeline.OnnxExport;

/// <summary>What an ONNX file says about itself besides its graph.</summary>
internal sealed record OnnxModelInfo
{
    /// <summary>Program that wrote the file.</summary>
    public string ProducerName { get; init; } = "VaePipeline";

    /// <summary>Version of that program; by default this assembly's, as <c>0.1.0</c>.</summary>
    public string ProducerVersion { get; init; } =
        typeof(OnnxModelInfo).Assembly.GetName().Version?.ToString(fieldCount: 3) ?? "0.0.0";

    /// <summary>Version of the model itself, at least 1. Readers show a meaningless number where it is missing.</summary>
    public long ModelVersion { get; init; } = 1;

    /// <summary>The file's <c>metadata_props</c>; written in the order of their keys (ordinal).</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
