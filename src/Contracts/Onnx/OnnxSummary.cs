namespace VaePipeline.Contracts.Onnx;

/// <summary>What <see cref="OnnxFile"/> reads of a model without running it.</summary>
/// <param name="Metadata">Entries of <c>metadata_props</c>; the last of a repeated key counts.</param>
/// <param name="Inputs">Inputs of the main graph, without those that only give an initializer its type.</param>
/// <param name="Outputs">Outputs of the main graph.</param>
public sealed record OnnxSummary(
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<OnnxValue> Inputs,
    IReadOnlyList<OnnxValue> Outputs);
