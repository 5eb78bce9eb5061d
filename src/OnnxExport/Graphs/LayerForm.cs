namespace VaePipeline.OnnxExport.Graphs;

/// <summary>Which form a layer got in a graph.</summary>
/// <param name="Layer">Path and type of the layer.</param>
/// <param name="Form">The form, as <c>phases</c> or <see cref="Plain"/>.</param>
/// <param name="Reason">Why, or what it consists of.</param>
public sealed record LayerForm(string Layer, string Form, string Reason)
{
    /// <summary>The form that is the ONNX operator of the layer's name.</summary>
    public const string Plain = "plain";
}
