using VaePipeline.Contracts.Onnx;
namespace VaePipeline.OnnxExport;

/// <summary>A finished graph, and how it came about.</summary>
/// <param name="Model">The model.</param>
/// <param name="Forms">The layers that have more than one form, and which they got.</param>
/// <param name="Steps">All modules in it, each after those that it consists of.</param>
internal sealed record BuiltGraph(ModelProto Model, IReadOnlyList<LayerForm> Forms, IReadOnlyList<LayerStep> Steps);
