namespace VaePipeline.OnnxExport.Verification;

/// <summary>One batch for a graph, and what the module made of it.</summary>
/// <param name="Inputs">All inputs of the graph.</param>
/// <param name="Expected">All its outputs, as the module computed them.</param>
internal sealed record ParityBatch(IReadOnlyList<TensorData> Inputs, IReadOnlyList<TensorData> Expected);
