using VaePipeline.Contracts.Onnx;

namespace VaePipeline.OnnxExport.Graphs;

/// <summary>A finished graph, and how it came about.</summary>
/// <param name="Model">The model.</param>
/// <param name="Forms">The layers that have more than one form, and which they got.</param>
/// <param name="Steps">All modules in it, each after those that it consists of.</param>
internal sealed record BuiltGraph(ModelProto Model, IReadOnlyList<LayerForm> Forms, IReadOnlyList<LayerStep> Steps);

/// <summary>A module in a graph: what flows in and out there.</summary>
/// <param name="Layer">Path and type of the module.</param>
/// <param name="Modules">
/// The module; after it, where a BatchNorm was folded into its weights, all up to that. The elements that flow out are
/// those of the last one, maybe in another shape.
/// </param>
/// <param name="Input">What flows into the first.</param>
/// <param name="Output">What flows out.</param>
internal sealed record LayerStep(string Layer, IReadOnlyList<Module> Modules, GraphValue Input, GraphValue Output);
