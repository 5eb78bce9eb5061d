namespace VaePipeline.OnnxExport.Layers;

/// <summary>MaxPool2d and AvgPool2d. Rounding up (ceil_mode) is written as padding, since engines disagree on ONNX's.</summary>
internal static class PoolingTranslators
{
    public static GraphValue TranslateMaxPool2d(MaxPool2d module, GraphValue input, TranslationScope scope)
    {
        var dilation = Pair(module.dilation, 1);
        var axes = Axes(input, scope, module.kernel_size, module.stride, module.padding, dilation, module.ceil_mode);
        if (axes.Any(axis => axis.PaddingAfter >= axis.Kernel))
        {
            throw scope.Unsupported(
                Invariant($"ceil_mode with dilation {ElementIndex.FormatShape(dilation)} reaches {axes.Max(axis => axis.PaddingAfter)} pixels beyond the image"),
                "less than the kernel's pixels",
                "Set ceil_mode to false, or take a smaller dilation.");
        }

        return scope.Node(
            "MaxPool", input, Shape(input, axes), [.. Attributes(axes), OnnxAttribute.Ints("dilations", dilation)]);
    }

    public static GraphValue TranslateAvgPool2d(AvgPool2d module, GraphValue input, TranslationScope scope)
    {
        if (module.divisor_override is < 1)
        {
            throw scope.Unsupported(
                Invariant($"divisor_override is {module.divisor_override}"), "1 or more, or none", "Leave it out, or choose another divisor.");
        }

        var axes = Axes(input, scope, module.kernel_size, module.stride, module.padding, [1, 1], module.ceil_mode);
        var (rows, columns) = (axes[0], axes[1]);
        var area = rows.Kernel * columns.Kernel;
        if (module.divisor_override is { } divisor)
        {
            return Scaled([], [(float)area / divisor]);
        }

        // ONNX divides by the whole window; PyTorch leaves out what lies beyond the padding.
        return !module.count_include_pad || axes.All(axis => axis.Inside(axis.Windows - 1) == axis.Kernel)
            ? Mean(module.count_include_pad)
            : Scaled([rows.Windows, columns.Windows], [.. Counts(rows).SelectMany(row => Counts(columns).Select(column => (float)area / (row * column)))]);

        GraphValue Mean(bool withPadding) => scope.Node(
            "AveragePool", input, Shape(input, axes), [.. Attributes(axes), OnnxAttribute.Int("count_include_pad", withPadding ? 1 : 0)]);

        GraphValue Scaled(long[] dimensions, float[] factors)
        {
            var mean = Mean(withPadding: true);
            return scope.Node("Mul", [mean.Name, scope.Constant("factors", dimensions, factors)], mean.Shape);
        }

        static IEnumerable<long> Counts(PoolingAxis axis) => Enumerable.Range(0, (int)axis.Windows).Select(window => axis.Inside(window));
    }

    /// <summary>A setting of both axes; one number stands for both.</summary>
    private static long[] Pair(long[]? values, long standard) => values switch
    {
        null or [] => [standard, standard],
        [var both] => [both, both],
        _ => values,
    };

    private static PoolingAxis[] Axes(
        GraphValue input, TranslationScope scope, long[] kernelSize, long[]? strides, long[]? paddings, long[] dilation, bool isCeiling)
    {
        scope.RequireImage(input);
        var kernel = Pair(kernelSize, 1);
        var stride = strides is null or [] ? kernel : Pair(strides, 1);
        var padding = Pair(paddings, 0);
        if (padding.Zip(kernel).Any(axis => axis.First < 0 || axis.First > axis.Second / 2))
        {
            throw scope.Unsupported(
                $"padding is {ElementIndex.FormatShape(padding)}", $"at most half of the kernel {ElementIndex.FormatShape(kernel)}", "Choose a smaller padding.");
        }

        PoolingAxis[] axes = [Axis(0), Axis(1)];
        return axes.All(axis => axis.Windows >= 1)
            ? axes
            : throw scope.ShapeMismatch(input, Invariant(
                $"at least {axes[0].Extent} x {axes[1].Extent} pixels with padding {ElementIndex.FormatShape(padding)}, for one window"));

        PoolingAxis Axis(int axis) => new(input.Shape[axis + 2], kernel[axis], stride[axis], padding[axis], dilation[axis], isCeiling);
    }

    private static BatchShape Shape(GraphValue input, PoolingAxis[] axes) => new(input.Shape[1], axes[0].Windows, axes[1].Windows);

    private static IEnumerable<OnnxAttribute> Attributes(PoolingAxis[] axes) =>
    [
        OnnxAttribute.Ints("kernel_shape", axes.Select(axis => axis.Kernel)),
        OnnxAttribute.Ints("pads", [.. axes.Select(axis => axis.Padding), .. axes.Select(axis => axis.PaddingAfter)]),
        OnnxAttribute.Ints("strides", axes.Select(axis => axis.Stride)),
    ];
}
