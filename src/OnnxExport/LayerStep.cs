using TorchSharp;

namespace VaePipeline.OnnxExport;

/// <summary>A module in a graph: what flows in and out there.</summary>
/// <param name="Layer">Path and type of the module.</param>
/// <param name="Modules">
/// The module; behind it, where a BatchNorm was folded into its weights, all up to that. The elements that flow out are
/// those of the last one, maybe in another shape.
/// </param>
/// <param name="Input">What flows into the first.</param>
/// <param name="Output">What flows out.</param>
internal sealed record LayerStep(string Layer, IReadOnlyList<torch.nn.Module> Modules, GraphValue Input, GraphValue Output);
