namespace VaePipeline.Contracts.Onnx.Inspection;

/// <summary>Counts what <see cref="OnnxWork"/> tells, from the shapes in the file.</summary>
internal sealed class WorkCount
{
    private readonly Dictionary<string, long[]> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<long>> _numbers = new(StringComparer.Ordinal);
    private readonly string? _batchSymbol;
    private readonly long _batchSize = 1;

    private WorkCount(InspectedModel model)
    {
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

        foreach (OnnxValue value in model.Values.Concat(model.Inputs).Concat(model.Outputs))
        {
            if (value.Dimensions is { } dimensions && ToNumbers(dimensions) is { } shape)
            {
                _shapes[value.Name] = shape;
            }
        }

        foreach (InspectedConstant constant in model.Constants)
        {
            _shapes[constant.Name] = [.. constant.Dimensions];
            _numbers[constant.Name] = constant.Numbers;
        }
    }

    /// <summary>Counts the main graph.</summary>
    public static OnnxWork Of(InspectedModel model)
    {
        WorkCount count = new(model);
        List<string> counted = [];
        List<string> uncounted = [];
        Int128 multiplyAdds = 0;
        foreach (InspectedNode node in model.Nodes)
        {
            count.Infer(node);
            if (IsProduct(node))
            {
                Int128? found = count.MultiplyAdds(node);
                multiplyAdds += found ?? 0;
                (found is null ? uncounted : counted).Add(node.Operator);
            }
        }

        Int128 flops = 2 * multiplyAdds / count._batchSize;
        return new OnnxWork(flops > long.MaxValue ? long.MaxValue : (long)flops, OnnxOperatorCount.Of(counted), OnnxOperatorCount.Of(uncounted));
    }

    /// <summary>Many files do not tell the shapes between their nodes; those that follow from the others are worked out.</summary>
    private void Infer(InspectedNode node)
    {
        if (node.Outputs.Count > 0 && !_shapes.ContainsKey(node.Outputs[0])
            && ShapeInference.OutputOf(node, [.. node.Inputs.Select(_shapes.GetValueOrDefault)], _numbers.GetValueOrDefault) is { } shape)
        {
            _shapes[node.Outputs[0]] = shape;
        }
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
        return ShapeOf(node.Outputs, 0) is { } result ? Product(result) * depth : null;
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

    private long[]? ShapeOf(List<string> names, int index) => index < names.Count ? _shapes.GetValueOrDefault(names[index]) : null;

    /// <summary>A shape in numbers, the batch axis as 1 where it is free; null where a size is not told.</summary>
    private long[]? ToNumbers(IReadOnlyList<string> dimensions)
    {
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
