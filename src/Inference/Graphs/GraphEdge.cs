using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaePipeline.Inference.Graphs;

/// <summary>What an input or output of a graph is to become.</summary>
/// <param name="Name">Its new name, or the old one.</param>
/// <param name="InnerType">The type that the graph's own nodes give or take.</param>
/// <param name="Type">The type to give or take outside: another than <paramref name="InnerType"/> only for float16 as float32, and for outputs as uint8.</param>
/// <param name="RowShape">Sizes to write for the axes after the first; <c>null</c> to leave them as they stand.</param>
/// <param name="IsFlattened">For an input that was [N] and is to be [N, 1], with 1 as <paramref name="RowShape"/>.</param>
internal sealed record GraphEdge(
    string Name, TensorElementType InnerType, TensorElementType Type, IReadOnlyList<int>? RowShape = null, bool IsFlattened = false);
