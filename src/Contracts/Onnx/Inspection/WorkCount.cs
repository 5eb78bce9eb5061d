using Google.Protobuf.Collections;

namespace VaePipeline.Contracts.Onnx.Inspection;

/// <summary>Counts what <see cref="OnnxWork"/> tells, from the shapes in the file.</summary>
internal sealed class WorkCount
{
    private readonly Dictionary<string, long[]> _shapes = new(StringComparer.Ordinal);
    private readonly string? _batchSymbol;
    private readonly long _batchSize = 1;

    private WorkCount(GraphProto graph, IReadOnlyList<OnnxValue> inputs, IEnumerable<OnnxConstant> constants)
    {
        // Items lie along the first axis of the first input; one item is counted.
        if (inputs.Count > 0 && inputs[0].Dimensions is [var first, ..])
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

        foreach (OnnxValue value in graph.ValueInfo.Concat(graph.Input).Concat(graph.Output).Select(OnnxValue.Of))
        {
            if (value.Dimensions is { } dimensions && ToNumbers(dimensions) is { } shape)
            {
                _shapes[value.Name] = shape;
            }
        }

        foreach (OnnxConstant constant in constants)
        {
            _shapes[constant.Name] = [.. constant.Dimensions];
        }
    }

    /// <summary>Counts the main graph.</summary>
    public static OnnxWork Of(GraphProto graph, IReadOnlyList<OnnxValue> inputs, IEnumerable<OnnxConstant> constants)
    {
        WorkCount count = new(graph, inputs, constants);
        List<string> counted = [];
        List<string> uncounted = [];
        Int128 multiplyAdds = 0;
        foreach (NodeProto node in graph.Node.Where(IsProduct))
        {
            Int128? found = count.MultiplyAdds(node);
            multiplyAdds += found ?? 0;
            (found is null ? uncounted : counted).Add(node.Operator);
        }

        Int128 flops = 2 * multiplyAdds / count._batchSize;
        return new OnnxWork(flops > long.MaxValue ? long.MaxValue : (long)flops, OnnxOperatorCount.Of(counted), OnnxOperatorCount.Of(uncounted));
    }

    private static bool IsProduct(NodeProto node) => node.OpType
        is "Conv" or "ConvTranspose" or "ConvInteger" or "QLinearConv" or "FusedConv" or "NhwcConv"
        or "Gemm" or "FusedGemm" or "MatMul" or "FusedMatMul" or "MatMulInteger" or "QLinearMatMul";

    private Int128? MultiplyAdds(NodeProto node)
    {
        // Quantized operators have scale and zero point between the two factors.
        int rightInput = node.OpType.StartsWith("QLinear", StringComparison.Ordinal) ? 3 : 1;
        if (ShapeOf(node.Input, rightInput) is not { } right)
        {
            return null;
        }

        if (node.OpType.Contains("Conv", StringComparison.Ordinal))
        {
            // Each output value adds up a window of the input's channels; in a transposed one each input value is spread over a window.
            long[]? places = ShapeOf(node.OpType == "ConvTranspose" ? node.Input : node.Output, 0);
            return right.Length > 2 && places is not null ? Product(places) * Product(right.AsSpan(1)) : null;
        }

        if (right.Length == 0)
        {
            return null;
        }

        long depth = right[node.Integer("transB") != 0 || right.Length == 1 ? ^1 : ^2];
        return ShapeOf(node.Output, 0) is { } result ? Product(result) * depth : null;
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

    private long[]? ShapeOf(RepeatedField<string> names, int index) => index < names.Count ? _shapes.GetValueOrDefault(names[index]) : null;

    /// <summary>A shape in numbers, the batch axis as 1 if it is free; null if the file does not give a size.</summary>
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
