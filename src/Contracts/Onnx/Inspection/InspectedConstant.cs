namespace VaePipeline.Contracts.Onnx.Inspection;

/// <summary>An initializer, or the value of a Constant node.</summary>
/// <param name="Name">Name of the tensor.</param>
/// <param name="ElementType">ONNX's number of the element type.</param>
/// <param name="Dimensions">Its shape.</param>
/// <param name="Elements">How many numbers the file holds of it.</param>
/// <param name="IsExternal">Whether they lie in another file.</param>
/// <param name="Numbers">The elements of an int64 tensor, as a Reshape takes it; empty for other types.</param>
internal sealed record InspectedConstant(
    string Name, long ElementType, IReadOnlyList<long> Dimensions, long Elements, bool IsExternal, IReadOnlyList<long> Numbers)
{
    /// <summary>ONNX's number of the type int64.</summary>
    public const int Int64 = 7;

    private const int Text = 8;
    private const int Boolean = 9;

    /// <summary>Whether it holds weights and not shapes or indices.</summary>
    public bool IsParameter => ElementType is not (Int64 or Text or Boolean);
}
