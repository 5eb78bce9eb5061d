using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaePipeline.Inference.Sessions;

/// <summary>An input or output of a model whose first axis is the batch.</summary>
/// <param name="Name">The tensor's name in the graph.</param>
/// <param name="ElementType">The type of its elements.</param>
/// <param name="RowShape">The shape of one row: the tensor's without the batch axis. Empty if a row is a scalar.</param>
/// <param name="FixedBatch">The size of the batch axis if the model fixes it, or <c>null</c>.</param>
internal sealed record TensorInfo(string Name, TensorElementType ElementType, IReadOnlyList<int> RowShape, int? FixedBatch = null)
{
    /// <summary>What the elements are in .NET and in a column.</summary>
    public ElementKind Kind { get; } = ElementKind.Of(ElementType) ?? throw new NotSupportedException($"tensor \"{Name}\" of {ElementType}");

    /// <summary>Elements in one row.</summary>
    public int RowLength { get; } = RowShape.Aggregate(1, (product, size) => product * size);

    /// <summary>The shape of <paramref name="rows"/> rows as ONNX Runtime takes it.</summary>
    public long[] ShapeOf(int rows) => [rows, .. RowShape.Select(size => (long)size)];

    /// <summary>Name, shape and type as they stand in messages: <c>"latent" is [N, 2] Float</c>.</summary>
    public override string ToString() =>
        $"\"{Name}\" is {Describe([FixedBatch is { } size ? Text(size) : "N", .. RowShape.Select(Text)])} {ElementType}";

    /// <summary>Reads what the session says of a tensor.</summary>
    /// <param name="path">The model's file, for messages.</param>
    /// <param name="kind">"input" or "output".</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="node">What the session says of it.</param>
    /// <param name="axisSizes">Sizes of symbolic axes besides the first.</param>
    /// <exception cref="BadInputException">It is no tensor, it has no batch axis, or another axis has no size.</exception>
    public static TensorInfo From(string path, string kind, string name, NodeMetadata node, IReadOnlyDictionary<string, int> axisSizes)
    {
        if (!node.IsTensor)
        {
            throw BadInputException.In(
                path, $"{kind} \"{name}\" is a {node.OnnxValueType}", "a tensor", "Use a model whose inputs and outputs are tensors.");
        }

        int[] sizes = node.Dimensions;
        string found = $"{kind} \"{name}\" is {Describe(sizes.Select((size, axis) => size >= 0 ? Text(size) : Symbol(node, axis) ?? "?"))}";
        if (sizes.Length == 0 || sizes[0] == 0)
        {
            throw BadInputException.In(
                path, found, "a batch axis in front, [N, ...]", "Export the model with a symbolic first axis.");
        }

        if (ElementKind.Of(node.ElementDataType) is null)
        {
            throw BadInputException.In(
                path, $"{found} {node.ElementDataType}", "float32, float16, double, an integer type, bool or string", "Cast the tensor in the model.");
        }

        // Each factor is below 2^31, so checking after each step keeps the product from wrapping round.
        int[] rowShape = sizes[1..];
        long rowLength = 1;
        for (int i = 0; i < rowShape.Length; i++)
        {
            int axis = i + 1;
            if (rowShape[i] < 0)
            {
                string symbol = Symbol(node, axis) ?? $"{name}[{Text(axis)}]";
                rowShape[i] = axisSizes.TryGetValue(symbol, out int size) ? size : throw BadInputException.In(
                    path, found, $"a number for axis {Text(axis)}", $"Set AxisSizes[\"{symbol}\"], or export the model with only its first axis symbolic.");
            }

            rowLength *= rowShape[i];
            if (rowLength is 0 or > int.MaxValue)
            {
                throw BadInputException.In(path, found, "1 to 2147483647 elements in a row", "Use another model.");
            }
        }

        return new TensorInfo(name, node.ElementDataType, rowShape, sizes[0] > 0 ? sizes[0] : null);
    }

    private static string? Symbol(NodeMetadata node, int axis) => node.SymbolicDimensions[axis] is { Length: > 0 } symbol ? symbol : null;

    private static string Describe(IEnumerable<string> shape) => $"[{string.Join(", ", shape)}]";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
