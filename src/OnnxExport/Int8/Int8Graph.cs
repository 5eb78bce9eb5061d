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
        var form = ConvolutionTranslator.Form(module, ConvolutionTranslator.OutputShape(module, channelsFirst, scope), scope);
        var tile = form is null ? null : Tile(form, channelsFirst.Shape);
        if (form is null || tile is null)
        {
            throw scope.Unsupported(
                "it has no form in int8", "one group, no dilation, equal strides, 1 of a Conv2d, and a kernel at least as wide as the stride", "Export without int8.");
        }

        var kernel = TileConvolution.Kernels(form, channelsFirst.Shape, 1, tile.Value, FastForms.Pixels(tile.Value)).Single();
        var packed = Node(kernel, image, from, to, scope);
        scope.Note("int8", Invariant($"{kernel.OutputShape[1]} channels for {tile} x {tile} pixels, channels last"));
        if (isLast)
        {
            packed = scope.Node(
                "QLinearSigmoid",
                [packed.Name, .. Range("logits", Logits, scope), .. Range("grey", GreyLevels, scope)],
                packed.Shape,
                elementType: OnnxElementType.UInt8,
                domain: Domain);
        }

        if (tile > 1)
        {
            packed = TiledValue.InterleaveLast(packed, tile.Value, scope);
        }

        return scope.Crop(packed, 1, new BatchShape(form.OutputShape[2], form.OutputShape[3], form.OutputShape[1]));
    }

    /// <summary>With many channels one stride's pixels at once; with few as many as cost least.</summary>
    private static int? Tile(ConvolutionForm form, BatchShape input)
    {
        if (form.Outputs < FewChannels && FastForms.Tilings(form, input, factor: 1).FirstOrDefault() is > 0 and var cheapest)
        {
            return cheapest;
        }

        return TileConvolution.CanWrite(form, input, 1, form.Stride, FastForms.Pixels(form.Stride)) ? form.Stride : null;
    }

    private static GraphValue Node(TileKernel kernel, GraphValue image, ByteRange from, ByteRange to, TranslationScope scope)
    {
        var outputs = (int)kernel.OutputShape[1];
        var taps = kernel.Weights.Length / outputs;
        var (weights, scales, biases) = (new sbyte[kernel.Weights.Length], new float[outputs], new int[outputs]);
        for (var output = 0; output < outputs; output++)
        {
            var row = new ArraySegment<float>(kernel.Weights, output * taps, taps);
            var largest = row.Max(Math.Abs);
            scales[output] = largest == 0 ? 1 : largest / sbyte.MaxValue;
            for (var tap = 0; tap < taps; tap++)
            {
                weights[(output * taps) + tap] = (sbyte)MathF.Round(row[tap] / scales[output]);
            }

            biases[output] = (int)Math.Round((double)(kernel.Bias?[output] ?? 0) / from.Scale / scales[output]);
        }

        string[] operands =
        [
            image.Name,
            .. Range("input", from, scope),
            scope.Constant<sbyte>("weight", [outputs, image.Shape[3], kernel.Rows.Size, kernel.Columns.Size], weights),
            scope.Constant("weight_scale", [outputs], scales),
            scope.Constant<sbyte>("weight_zero", [outputs], new sbyte[outputs]),
            .. Range("output", to, scope),
            scope.Constant<int>("bias", [outputs], biases),
        ];
        return scope.Node(
            "QLinearConv",
            operands,
            new BatchShape(kernel.OutputShape[2], kernel.OutputShape[3], outputs),
            [OnnxAttribute.Int("channels_last", 1), .. kernel.Attributes],
            OnnxElementType.UInt8,
            Domain);
    }

    private static string[] Range(string name, ByteRange range, TranslationScope scope) =>
        [scope.Constant($"{name}_scale", [], range.Scale), scope.Constant<byte>($"{name}_zero", [], [range.ZeroPoint])];
}
