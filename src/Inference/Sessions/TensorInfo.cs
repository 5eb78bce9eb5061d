using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using VaePipeline.Contracts.Errors;

namespace VaePipeline.Inference.Sessions;

/// <summary>An input or output of a model whose first axis is the batch.</summary>
/// <param name="Name">The tensor's name in the graph.</param>
/// <param name="ElementType">The type of its elements.</param>
/// <param name="RowShape">The shape of one row: the tensor's without the batch axis. Empty for a scalar a row.</param>
internal sealed record TensorInfo(string Name, TensorElementType ElementType, IReadOnlyList<int> RowShape)
{
    /// <summary>Elements in one row.</summary>
    public int RowLength { get; } = RowShape.Aggregate(1, (product, size) => product * size);

    /// <summary>The shape of <paramref name="rows"/> rows as ONNX Runtime takes it.</summary>
    public long[] ShapeOf(int rows) => [rows, .. RowShape.Select(size => (long)size)];

    /// <summary>Name, shape and type as they stand in messages: <c>"latent" is [N, 2] Float</c>.</summary>
    public override string ToString() => $"\"{Name}\" is {Describe(["N", .. RowShape.Select(Text)])} {ElementType}";

    /// <summary>Reads what the session says of a tensor.</summary>
    /// <exception cref="BadInputException">It is no tensor, its batch axis is fixed or missing, or another axis is not fixed.</exception>
    public static TensorInfo From(string path, string kind, string name, NodeMetadata node)
    {
        if (!node.IsTensor)
        {
            throw BadInputException.In(
                path, $"{kind} \"{name}\" is a {node.OnnxValueType}", "a tensor", "Use a model whose inputs and outputs are tensors.");
        }

        int[] sizes = node.Dimensions;
        string[] shape = [.. sizes.Select((size, axis) => size >= 0 ? Text(size) : Symbol(node, axis))];
        string found = $"{kind} \"{name}\" is {Describe(shape)}";
        if (sizes.Length == 0 || sizes[0] >= 0)
        {
            throw BadInputException.In(
                path, found, "a batch axis of any size in front, [N, ...]", "Export the model with a symbolic first axis.");
        }

        for (int axis = 1; axis < sizes.Length; axis++)
        {
            if (sizes[axis] < 0)
            {
                throw BadInputException.In(
                    path, found, $"a number for axis {Text(axis)}", "Export the model with only its first axis symbolic.");
            }
        }

        // Each factor is below 2^31, so checking after each step keeps the product from wrapping round.
        long rowLength = 1;
        foreach (int size in sizes.AsSpan(1))
        {
            rowLength *= size;
            if (rowLength is 0 or > int.MaxValue)
            {
                throw BadInputException.In(path, found, "1 to 2147483647 elements in a row", "Use another model.");
            }
        }

        return new TensorInfo(name, node.ElementDataType, sizes[1..]);
    }

    private static string Symbol(NodeMetadata node, int axis) =>
        node.SymbolicDimensions[axis] is { Length: > 0 } symbol ? symbol : "?";

    private static string Describe(IEnumerable<string> shape) => $"[{string.Join(", ", shape)}]";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
