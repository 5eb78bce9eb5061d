namespace VaePipeline.OnnxExport.Graphs;

/// <summary>A tensor that flows through a graph: a graph input or what a node produces.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Shape">Its shape, N first.</param>
/// <param name="ElementType">Type of its elements.</param>
public record GraphValue(string Name, BatchShape Shape, OnnxElementType ElementType = OnnxElementType.Float)
{
    /// <summary>Its name in the graph.</summary>
    /// <exception cref="InvalidOperationException">
    /// It is an image that is held in phases, several tensors, which no single name stands for: take
    /// <see cref="TranslationScope.Whole"/> of it. A translator only meets such values if it describes a data flow.
    /// </exception>
    public virtual string Name { get; init; } = Name;

    /// <summary>F: an image is held as F x F phases of its pixels.</summary>
    internal virtual int Factor => 1;

    /// <summary>The tensors that hold it.</summary>
    internal virtual IReadOnlyList<GraphValue> Parts => [this];

    /// <summary>The value after a function of each element, which is applied to each tensor that holds it.</summary>
    internal virtual GraphValue Map(Func<GraphValue, GraphValue> function) => function(this);
}
