namespace VaePipeline.Contracts.Safetensors;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Tensors">The tensors, in the order of their data in the file.</param>
/// <param name="Metadata">The texts under <c>__metadata__</c>; empty where there are none.</param>
public sealed record SafetensorsContent(IReadOnlyList<NamedTensor> Tensors, IReadOnlyDictionary<string, string> Metadata);
