using System.Globalization;

namespace VaePipeline.Contracts.Models.Inspection;

/// <summary>Counts what <see cref="OnnxWork"/> tells, from the shapes in the file.</summary>
internal sealed class WorkCount
{
    private readonly Dictionary<string, IReadOnlyList<string>> _shapes = new(StringComparer.Ordinal);
    private readonly string? _batchSymbol;
    private readonly long _batchSize = 1;

    private WorkCount(InspectedModel model)
    {
        foreach (OnnxValue value in model.Values.Concat(model.Inputs).Concat(model.Outputs))
        {
            if (value.Dimensions is { } dimensions)
            {
                _shapes[value.Name] = dimensions;
            }
        }

        foreach (InspectedConstant constant in model.Constants)
        {
            _shapes[constant.Name] = [.. constant.Dimensions.Select(size => size.ToString(CultureInfo.InvariantCulture))];
        }

        // Items lie along the first axis of the first input; one item is counted.
        if (model.Inputs.Count > 0 && model.Inputs[0].Dimensions is [var first, ..])
        {
            if (long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out long size))
            {
                _batchSize = Math.Max(size, 1);
            }
            else
            {
                _batchSymbol = first;
            }
        }
    }

    /// <summary>Counts the main graph.</summary>
    public static OnnxWork Of(InspectedModel model)
    {
        WorkCount count = new(model);
        List<string> counted = [];
        List<string> uncounted = [];
        Int128 multiplyAdds = 0;
        foreach (InspectedNode node in model.Nodes.Where(IsProduct))
        {
            Int128? found = count.MultiplyAdds(node);
            multiplyAdds += found ?? 0;
            (found is null ? uncounted : counted).Add(node.Operator);
        }

        Int128 flops = 2 * multiplyAdds / count._batchSize;
        return new OnnxWork(flops > long.MaxValue ? long.MaxValue : (long)flops, OnnxOperatorCount.Of(counted), OnnxOperatorCount.Of(uncounted));
    }

    private static bool IsProduct(InspectedNode node) => node.OperatorType
        is "Conv" or "ConvTranspose" or "ConvInteger" or "QLinearConv" or "FusedConv" or "NhwcConv"
        or "Gemm" or "FusedGemm" or "MatMul" or "FusedMatMul" or "MatMulInteger" or "QLinearMatMul";

    private Int128? MultiplyAdds(InspectedNode node)
    {
        // Quantized operators have scale and zero point between the two factors.
        int rightInput = node.OperatorType.StartsWith("QLinear", StringComparison.Ordinal) ? 3 : 1;
        if (ShapeOf(node.Inputs, rightInput) is not { } right)
        {
            return null;
        }

        if (node.OperatorType.Contains("Conv", StringComparison.Ordinal))
        {
            // Each output value adds up a window of the input's channels; in a transposed one each input value is spread over a window.
            long[]? places = ShapeOf(node.OperatorType == "ConvTranspose" ? node.Inputs : node.Outputs, 0);
            return right.Length > 2 && places is not null ? Product(places) * Product(right.AsSpan(1)) : null;
        }

        if (right.Length == 0)
        {
            return null;
        }

        bool isTransposed = node.Integers.GetValueOrDefault("transB") != 0;
        long depth = right[isTransposed || right.Length == 1 ? ^1 : ^2];
        if (ShapeOf(node.Outputs, 0) is { } result)
        {
            return Product(result) * depth;
        }

        // Of the shapes between the nodes a file may tell none; the left factor tells as much where the right is a matrix.
        return right.Length == 2 && ShapeOf(node.Inputs, 0) is { } left ? Product(left) * right[isTransposed ? 0 : 1] : null;
    }

    private static Int128 Product(ReadOnlySpan<long> sizes)
    {
        Int128 product = 1;
        foreach (long size in sizes)
        {
            product *= size;
        }

        return product;
    }

    /// <summary>A tensor's shape in numbers, the batch axis as 1 where it is free; null where a size is not told.</summary>
    private long[]? ShapeOf(List<string> names, int index)
    {
        if (index >= names.Count || !_shapes.TryGetValue(names[index], out IReadOnlyList<string>? dimensions))
        {
            return null;
        }

        long[] shape = new long[dimensions.Count];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            // A free axis without a name is the batch only where the input's is.
            bool isBatch = dimensions[axis] == _batchSymbol && (axis == 0 || _batchSymbol != "?");
            if (isBatch)
            {
                shape[axis] = 1;
            }
            else if (!long.TryParse(dimensions[axis], NumberStyles.None, CultureInfo.InvariantCulture, out shape[axis]))
            {
                return null;
            }
        }

        return shape;
    }
}
