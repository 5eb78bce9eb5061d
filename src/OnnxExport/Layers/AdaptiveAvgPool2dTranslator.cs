namespace VaePipeline.OnnxExport.Layers;

/// <summary>
/// Means over windows that share the image evenly: AveragePool where they do, and a matrix for each axis otherwise,
/// with PyTorch's windows from ⌊o H / H'⌋ to ⌈(o + 1) H / H'⌉.
/// </summary>
internal static class AdaptiveAvgPool2dTranslator
{
    public static GraphValue Translate(AdaptiveAvgPool2d module, GraphValue input, TranslationScope scope)
    {
        scope.RequireImage(input);
        var sizes = module.output_size;
        if (sizes.Length != 2 || sizes.Any(size => size < 1))
        {
            throw scope.Unsupported($"output_size is {ElementIndex.FormatShape(sizes)}", "two sizes of 1 or more", "Give the rows and columns of the output.");
        }

        var (height, width) = (input.Shape[2], input.Shape[3]);
        if (height % sizes[0] != 0 || width % sizes[1] != 0)
        {
            return AxisTable.Write(input, Means(height, sizes[0]), Means(width, sizes[1]), scope);
        }

        long[] window = [height / sizes[0], width / sizes[1]];
        return scope.Node(
            "AveragePool",
            input,
            new BatchShape(input.Shape[1], sizes[0], sizes[1]),
            OnnxAttribute.Ints("kernel_shape", window),
            OnnxAttribute.Ints("strides", window));
    }

    private static float[,] Means(long size, long outputs)
    {
        var matrix = new float[outputs, size];
        for (var output = 0L; output < outputs; output++)
        {
            var (first, end) = (output * size / outputs, (((output + 1) * size) + outputs - 1) / outputs);
            for (var pixel = first; pixel < end; pixel++)
            {
                matrix[output, pixel] = 1f / (end - first);
            }
        }

        return matrix;
    }
}
