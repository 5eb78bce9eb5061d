using System.Runtime.InteropServices;
using TorchSharp.Modules;
using VaePipeline.OnnxExport.Layers;
using VaePipeline.OnnxExport.Tiles;

namespace VaePipeline.OnnxExport.Int8;

/// <summary>
/// Writes a network whose convolutions compute in bytes: pixels uint8, weights int8 with a scale for each output, sums int32.
/// Images lie with their channels last, as ONNX Runtime's kernels for bytes want them (com.microsoft.QLinearConv). ReLU needs
/// no operator: the bytes behind it begin at 0.
/// </summary>
internal static class Int8Graph
{
    private const string Domain = OnnxGraphBuilder.MicrosoftDomain;

    // Beyond it a sigmoid is within 0.4 grey levels of black or white.
    private const float LargestLogit = 6.5f;
    private const int FewChannels = 16;

    private static readonly ByteRange Logits = new(LargestLogit / sbyte.MaxValue, 128);
    private static readonly ByteRange GreyLevels = new(1f / byte.MaxValue, 0);

    /// <summary>Writes the network and the sigmoid behind it.</summary>
    /// <param name="chain">The network.</param>
    /// <param name="ranges">The bytes for the images that flow into each convolution, of <see cref="Int8Calibration"/>.</param>
    /// <param name="input">What flows in.</param>
    /// <param name="scope">The network's place.</param>
    /// <returns>[N, C, H, W], uint8: 255 times the sigmoid.</returns>
    /// <exception cref="ExportException">A convolution has groups, dilation, unequal strides, or is a strided Conv2d.</exception>
    public static GraphValue Write(Int8Chain chain, IReadOnlyList<ByteRange> ranges, GraphValue input, TranslationScope scope)
    {
        var image = scope.Chain(input, chain.Head);
        var channelsLast = new BatchShape(image.Shape[2], image.Shape[3], image.Shape[1]);
        string[] operands = [scope.Whole(image).Name, .. Range("image", ranges[0], scope)];
        var bytes = scope.Node("QuantizeLinear", operands, image.Shape, elementType: OnnxElementType.UInt8);
        bytes = scope.Node("Transpose", [bytes.Name], channelsLast, [OnnxAttribute.Ints("perm", [0, 2, 3, 1])], OnnxElementType.UInt8);

        for (var i = 0; i < chain.Convolutions.Count; i++)
        {
            var (name, module) = chain.Convolutions[i];
            var place = scope.Below(name, module);
            var isLast = i == chain.Convolutions.Count - 1;
            bytes = Convolve(module, bytes, ranges[i], isLast ? Logits : ranges[i + 1], isLast, place);
        }

        var pixels = new BatchShape(bytes.Shape[3], bytes.Shape[1], bytes.Shape[2]);
        return scope.Node("Transpose", [bytes.Name], pixels, [OnnxAttribute.Ints("perm", [0, 3, 1, 2])], OnnxElementType.UInt8);
    }

    private static GraphValue Convolve(
        Convolution module, GraphValue image, ByteRange from, ByteRange to, bool isLast, TranslationScope scope)
    {
        // The settings are checked on the shape that the layer itself would get.
        var channelsFirst = image with { Shape = new BatchShape(image.Shape[3], image.Shape[1], image.Shape[2]) };
        var shape = module is ConvTranspose2d transposed
            ? ConvTranspose2dTranslator.OutputShape(transposed, channelsFirst, scope)
            : Conv2dTranslator.OutputShape((Conv2d)module, channelsFirst, scope);
        var form = ConvolutionSettings.Form(module, ConvolutionSettings.Pads(module), shape, scope);
        var tile = form is null ? null : Tile(form, channelsFirst.Shape);
        if (form is null || tile is null)
        {
            throw scope.Unsupported(
                "it has no form in int8", "one group, no dilation, equal strides, 1 of a Conv2d, and a kernel at least as wide as the stride", "Export without int8.");
        }

        var kernel = TileConvolution.Kernel(form, channelsFirst.Shape, tile.Value);
        var packed = Node(kernel, image, from, to, scope);
        scope.Note("int8", FormattableString.Invariant($"{kernel.OutputShape[1]} channels for {tile} x {tile} pixels, channels last"));
        if (isLast)
        {
            packed = scope.Node(
                "QLinearSigmoid",
                [packed.Name, .. Range("logits", Logits, scope), .. Range("grey", GreyLevels, scope)],
                packed.Shape,
                elementType: OnnxElementType.UInt8,
                domain: Domain);
        }

        return Interleave(packed, form.OutputShape, tile.Value, scope);
    }

    /// <summary>With many channels one stride's pixels at once; with few as many as cost least.</summary>
    private static int? Tile(ConvolutionForm form, BatchShape input)
    {
        if (form.Outputs < FewChannels && FastForms.Tilings(form, input, factor: 1).FirstOrDefault() is > 0 and var cheapest)
        {
            return cheapest;
        }

        return TileConvolution.CanWrite(form, input, 1, form.Stride, [.. FastForms.Pixels(form.Stride)]) ? form.Stride : null;
    }

    private static GraphValue Node(TileKernel kernel, GraphValue image, ByteRange from, ByteRange to, TranslationScope scope)
    {
        var outputs = (int)kernel.OutputShape[1];
        var taps = kernel.Weights.Length / outputs;
        var (weights, scales, biases) = (new sbyte[kernel.Weights.Length], new float[outputs], new int[outputs]);
        for (var output = 0; output < outputs; output++)
        {
            var row = kernel.Weights.AsSpan(output * taps, taps);
            var largest = 0f;
            foreach (var weight in row)
            {
                largest = Math.Max(largest, Math.Abs(weight));
            }

            scales[output] = largest == 0 ? 1 : largest / sbyte.MaxValue;
            for (var tap = 0; tap < taps; tap++)
            {
                weights[(output * taps) + tap] = (sbyte)MathF.Round(row[tap] / scales[output]);
            }

            biases[output] = (int)Math.Round((double)kernel.Bias[output] / from.Scale / scales[output]);
        }

        long[] size = [kernel.Rows.Size, kernel.Columns.Size];
        string[] operands =
        [
            image.Name,
            .. Range("input", from, scope),
            scope.Constant("weight", [outputs, image.Shape[3], .. size], OnnxElementType.Int8, MemoryMarshal.AsBytes<sbyte>(weights)),
            scope.Constant("weight_scale", [outputs], scales),
            scope.Constant("weight_zero", [outputs], OnnxElementType.Int8, new byte[outputs]),
            .. Range("output", to, scope),
            scope.Constant("bias", [outputs], OnnxElementType.Int32, MemoryMarshal.AsBytes<int>(biases)),
        ];
        return scope.Node(
            "QLinearConv",
            operands,
            new BatchShape(kernel.OutputShape[2], kernel.OutputShape[3], outputs),
            [
                OnnxAttribute.Int("channels_last", 1),
                OnnxAttribute.Ints("kernel_shape", size),
                OnnxAttribute.Ints("pads", [kernel.Rows.PadBefore, kernel.Columns.PadBefore, kernel.Rows.PadAfter, kernel.Columns.PadAfter]),
                OnnxAttribute.Ints("strides", [kernel.Stride, kernel.Stride]),
            ],
            OnnxElementType.UInt8,
            Domain);
    }

    /// <summary>[N, rows, columns, T T C] of tiles -> [N, H, W, C].</summary>
    private static GraphValue Interleave(GraphValue packed, BatchShape image, int tile, TranslationScope scope)
    {
        if (tile == 1)
        {
            return packed;
        }

        var (rows, columns, channels) = (packed.Shape[1], packed.Shape[2], image[1]);
        var split = scope.Reshape(packed, new BatchShape(rows, columns, tile, tile * channels));
        var swapped = scope.Node(
            "Transpose", [split.Name], new BatchShape(rows, tile, columns, tile * channels), [OnnxAttribute.Ints("perm", [0, 1, 3, 2, 4])], OnnxElementType.UInt8);
        var whole = scope.Reshape(swapped, new BatchShape(rows * tile, columns * tile, channels));
        return rows * tile == image[2] && columns * tile == image[3]
            ? whole
            : scope.Node(
                "Slice",
                [whole.Name, scope.Indices("starts", 0, 0), scope.Indices("ends", image[2], image[3]), scope.Indices("axes", 1, 2)],
                new BatchShape(image[2], image[3], channels),
                elementType: OnnxElementType.UInt8);
    }

    private static string[] Range(string name, ByteRange range, TranslationScope scope) =>
        [scope.Constant($"{name}_scale", [], range.Scale), scope.Constant($"{name}_zero", [], OnnxElementType.UInt8, [range.ZeroPoint])];
}
