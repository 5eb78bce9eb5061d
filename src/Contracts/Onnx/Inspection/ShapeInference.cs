namespace VaePipeline.Contracts.Onnx.Inspection;

/// <summary>
/// Shapes that follow from the inputs' shapes, for the operators that networks of images are mostly made of
/// (https://onnx.ai/onnx/operators/). What is not known gives <see langword="null"/>, and so does what follows from it.
/// </summary>
internal static class ShapeInference
{
    /// <summary>The shape of a node's first output.</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputs">Shapes of its inputs.</param>
    /// <param name="numbers">The elements of an int64 constant by its name.</param>
    public static long[]? OutputOf(InspectedNode node, IReadOnlyList<long[]?> inputs, Func<string, IReadOnlyList<long>?> numbers)
    {
        if (inputs.Count == 0 || inputs[0] is not { } input)
        {
            return null;
        }

        long[]? right = inputs.Count > 1 ? inputs[1] : null;
        return node.OperatorType switch
        {
            "Relu" or "LeakyRelu" or "PRelu" or "Elu" or "Selu" or "Celu" or "Gelu" or "Sigmoid" or "HardSigmoid" or "HardSwish" or "Tanh"
                or "Softplus" or "Softmax" or "LogSoftmax" or "Clip" or "Erf" or "Exp" or "Log" or "Sqrt" or "Reciprocal" or "Neg" or "Abs"
                or "Identity" or "Dropout" or "Cast" or "QuantizeLinear" or "DequantizeLinear"
                or "BatchNormalization" or "InstanceNormalization" or "LayerNormalization" or "GroupNormalization" => input,
            "Add" or "Sub" or "Mul" or "Div" or "Pow" => right is null ? null : Broadcast(input, right),
            "Conv" => right is { Length: > 2 } ? Windows(node, input, right.AsSpan(2), right[0], isTransposed: false) : null,
            "ConvTranspose" => right is { Length: > 2 }
                ? Windows(node, input, right.AsSpan(2), right[1] * node.Integers.GetValueOrDefault("group", 1), isTransposed: true)
                : null,
            "MaxPool" or "AveragePool" => input.Length > 1 && node.Lists.TryGetValue("kernel_shape", out IReadOnlyList<long>? kernel)
                ? Windows(node, input, [.. kernel], input[1], isTransposed: false)
                : null,
            "GlobalAveragePool" or "GlobalMaxPool" => input.Length > 2 ? [input[0], input[1], .. Enumerable.Repeat(1L, input.Length - 2)] : null,
            "Gemm" => right is { Length: 2 } && input.Length == 2 ? [input[IsSet(node, "transA") ? 1 : 0], right[IsSet(node, "transB") ? 0 : 1]] : null,
            "MatMul" => right is { Length: 2 } && input.Length > 0 ? [.. input[..^1], right[1]] : null,
            "Flatten" => Flatten(input, (int)node.Integers.GetValueOrDefault("axis", 1)),
            "Transpose" => node.Lists.TryGetValue("perm", out IReadOnlyList<long>? order) && order.Count == input.Length && order.All(axis => axis >= 0 && axis < input.Length)
                ? [.. order.Select(axis => input[axis])]
                : null,
            "Reshape" => numbers(node.Inputs[^1]) is { } target ? Reshape(input, target) : null,
            _ => null,
        };
    }

    /// <summary>Places of a window that moves over an image; of a transposed one, pixels that the windows cover.</summary>
    private static long[]? Windows(InspectedNode node, long[] input, ReadOnlySpan<long> kernel, long channels, bool isTransposed)
    {
        if (kernel.IsEmpty || input.Length != kernel.Length + 2 || node.Texts.GetValueOrDefault("auto_pad", "NOTSET") != "NOTSET"
            || IsSet(node, "ceil_mode") || node.Lists.ContainsKey("output_shape"))
        {
            return null;
        }

        long[] output = [input[0], channels, .. kernel];
        for (int axis = 0; axis < kernel.Length; axis++)
        {
            long stride = At("strides", axis, 1);
            long window = ((kernel[axis] - 1) * At("dilations", axis, 1)) + 1;
            long pads = At("pads", axis, 0) + At("pads", axis + kernel.Length, 0);
            long size = isTransposed
                ? ((input[axis + 2] - 1) * stride) + At("output_padding", axis, 0) + window - pads
                : stride > 0 ? ((input[axis + 2] + pads - window) / stride) + 1 : 0;
            if (size < 1)
            {
                return null;
            }

            output[axis + 2] = size;
        }

        return output;

        long At(string name, int index, long otherwise) =>
            node.Lists.TryGetValue(name, out IReadOnlyList<long>? list) && index < list.Count ? list[index] : otherwise;
    }

    private static long[]? Broadcast(long[] left, long[] right)
    {
        (long[] longer, long[] shorter) = left.Length >= right.Length ? (left, right) : (right, left);
        long[] result = [.. longer];
        for (int axis = 1; axis <= shorter.Length; axis++)
        {
            if (longer[^axis] != shorter[^axis] && longer[^axis] != 1 && shorter[^axis] != 1)
            {
                return null;
            }

            result[^axis] = longer[^axis] == 1 ? shorter[^axis] : longer[^axis];
        }

        return result;
    }

    private static long[]? Flatten(long[] input, int axis)
    {
        axis = axis < 0 ? axis + input.Length : axis;
        return axis < 0 || axis > input.Length ? null : [Product(input.AsSpan(0, axis)), Product(input.AsSpan(axis))];
    }

    /// <summary>0 copies the input's size, one -1 takes what is left.</summary>
    private static long[]? Reshape(long[] input, IReadOnlyList<long> target)
    {
        long[] result = [.. target.Select((size, axis) => size == 0 && axis < input.Length ? input[axis] : size)];
        int free = Array.IndexOf(result, -1);
        if (free >= 0)
        {
            result[free] = 1;
            long others = Product(result);
            result[free] = others > 0 ? Product(input) / others : 0;
        }

        return result.Length > 0 && result.All(size => size > 0) && Product(result) == Product(input) ? result : null;
    }

    private static bool IsSet(InspectedNode node, string name) => node.Integers.GetValueOrDefault(name) != 0;

    private static long Product(ReadOnlySpan<long> sizes)
    {
        long product = 1;
        foreach (long size in sizes)
        {
            product *= size;
        }

        return product;
    }
}
