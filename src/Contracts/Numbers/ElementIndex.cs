namespace VaePipeline.Contracts.Numbers;

/// <summary>Positions in row-major tensors, for messages.</summary>
internal static class ElementIndex
{
    /// <summary>The axes' indices of an element, as <c>[0, 3, 1]</c>.</summary>
    /// <param name="offset">Offset of the element in row-major order.</param>
    /// <param name="dimensions">The tensor's shape.</param>
    public static string Format(long offset, ReadOnlySpan<long> dimensions)
    {
        var indices = new string[dimensions.Length];
        for (var axis = dimensions.Length - 1; axis >= 0; axis--)
        {
            (offset, var index) = Math.DivRem(offset, dimensions[axis]);
            indices[axis] = index.ToString(CultureInfo.InvariantCulture);
        }

        return $"[{string.Join(", ", indices)}]";
    }

    /// <summary>A shape, as <c>[64, 20]</c>.</summary>
    public static string FormatShape(ReadOnlySpan<long> dimensions) =>
        $"[{string.Join(", ", dimensions.ToArray().Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";
}
