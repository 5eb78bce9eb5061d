namespace VaePipeline.OnnxExport.Graphs;

/// <content>Operators that take images in phases as they are.</content>
public sealed partial class TranslationScope
{
    /// <summary>Adds an operator that is a function of single elements.</summary>
    /// <param name="operatorType">Operator with one input, as <c>Relu</c>.</param>
    /// <param name="input">Its input.</param>
    /// <param name="attributes">Attributes of the operator.</param>
    /// <returns>A value of the input's shape and type.</returns>
    public GraphValue Elementwise(string operatorType, GraphValue input, params OnnxAttribute[] attributes)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Map(part => Node(operatorType, [part.Name], part.Shape, attributes, part.ElementType));
    }

    /// <summary>The sum of two values of the same shape.</summary>
    /// <exception cref="ExportException">The shapes differ.</exception>
    public GraphValue Add(GraphValue first, GraphValue second) => Join("Add", first, second);

    /// <summary>The product, element by element, of two values of the same shape.</summary>
    /// <exception cref="ExportException">The shapes differ.</exception>
    public GraphValue Multiply(GraphValue first, GraphValue second) => Join("Mul", first, second);

    /// <summary>Values side by side along an axis: <c>torch.cat</c>.</summary>
    /// <param name="axis">1 for channels; the batch axis 0 cannot be one.</param>
    /// <param name="values">At least one value; their shapes differ along the axis only.</param>
    /// <exception cref="ExportException">The shapes do not fit.</exception>
    public GraphValue Concat(int axis, params IEnumerable<GraphValue> values)
    {
        GraphValue[] parts = [.. values.Select(Whole)];
        ArgumentOutOfRangeException.ThrowIfZero(parts.Length, nameof(values));
        ArgumentOutOfRangeException.ThrowIfLessThan(axis, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(axis, parts[0].Shape.Rank);
        var first = parts[0].Shape;
        if (parts.FirstOrDefault(part => part.Shape.Rank != first.Rank || part.Shape.With(axis, 1) != first.With(axis, 1)) is { } other)
        {
            throw ShapeMismatch(other, Invariant($"{first}, or another size of axis {axis} only, as the first of what is concatenated"));
        }

        var shape = first.With(axis, parts.Sum(part => part.Shape[axis]));
        return Node("Concat", parts.Select(part => part.Name), shape, [OnnxAttribute.Int("axis", axis)], parts[0].ElementType);
    }

    private GraphValue Join(string operatorType, GraphValue first, GraphValue second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Shape != second.Shape)
        {
            throw ShapeMismatch(second, $"{first.Shape}, the shape of what it is joined with");
        }

        return first is TiledValue image && second is TiledValue other && image.IsHeldAs(other)
            ? image.Map(other, Apply)
            : Apply(Whole(first), Whole(second));

        GraphValue Apply(GraphValue left, GraphValue right) => Node(operatorType, [left.Name, right.Name], left.Shape, elementType: left.ElementType);
    }
}
