using VaePipeline.OnnxExport.Tiles;

namespace VaePipeline.OnnxExport.Layers;

/// <summary>
/// Conv2d -> Conv, ConvTranspose2d -> ConvTranspose: every kernel, stride, dilation and group count; zero padding by
/// numbers, Same or Valid; the output padding below the stride and equal on both axes.
/// </summary>
internal static class ConvolutionTranslator
{
    public static GraphValue Translate(Convolution module, GraphValue input, TranslationScope scope)
    {
        var shape = OutputShape(module, input, scope);
        if (Form(module, shape, scope) is { } form && FastForms.Write(form, input, scope) is { } fast)
        {
            return fast;
        }

        var (weight, bias) = FoldedWeights.Of(module, scope);
        string[] operands = [scope.Whole(input).Name, scope.Weight("weight", module.weight.shape, weight), .. scope.OptionalWeight("bias", bias)];
        // All of them, so that a reader need not know the defaults.
        OnnxAttribute[] attributes =
        [
            OnnxAttribute.Ints("dilations", module.dilation),
            OnnxAttribute.Int("group", module.groups),
            OnnxAttribute.Ints("kernel_shape", module.kernel_size),
            OnnxAttribute.Ints("pads", Pads(module)),
            OnnxAttribute.Ints("strides", module.stride),
        ];
        return module is ConvTranspose2d transposed
            ? scope.Node("ConvTranspose", operands, shape, [.. attributes, OnnxAttribute.Ints("output_padding", transposed.output_padding)])
            : scope.Node("Conv", operands, shape, attributes);
    }

    /// <summary>What the layer makes of an image; refuses one that does not fit it.</summary>
    public static BatchShape OutputShape(Convolution module, GraphValue input, TranslationScope scope)
    {
        if (module.padding_mode != PaddingModes.Zeros)
        {
            throw scope.Unsupported(
                $"padding_mode is {module.padding_mode}", nameof(PaddingModes.Zeros), "Pad with zeros, or register a translator of your own for this layer.");
        }

        if (input.Shape.Rank != 4 || input.Shape[1] != module.in_channels)
        {
            throw scope.ShapeMismatch(input, Invariant($"[N, {module.in_channels}, H, W]"));
        }

        if (module is ConvTranspose2d transposed)
        {
            CheckOutputPadding(transposed, scope);
            return new BatchShape(module.out_channels, TransposedSize(transposed, 0, input, scope), TransposedSize(transposed, 1, input, scope));
        }

        return new BatchShape(module.out_channels, Size(module, 0, input, scope), Size(module, 1, input, scope));
    }

    /// <summary>The layer in numbers; <c>null</c>, with a note why, where only the plain operator will do.</summary>
    public static ConvolutionForm? Form(Convolution module, BatchShape shape, TranslationScope scope)
    {
        var isTransposed = module is ConvTranspose2d;
        string? reason = scope switch
        {
            { IsPlain: true } => "plain operators were asked for",
            _ when module.groups != 1 => Invariant($"{module.groups} groups"),
            _ when module.dilation.Any(step => step != 1) => "its kernel is dilated",
            _ when module.stride.Distinct().Count() != 1 => "its strides differ",
            _ when !isTransposed && module.stride[0] != 1 => "a strided convolution is the fastest form itself",
            _ => null,
        };
        if (reason is not null)
        {
            scope.Note(LayerForm.Plain, reason);
            return null;
        }

        var (weight, bias) = FoldedWeights.Of(module, scope);
        return new ConvolutionForm
        {
            IsTransposed = isTransposed,
            Weight = weight,
            Bias = bias,
            Inputs = (int)module.in_channels,
            Outputs = (int)module.out_channels,
            Kernel = [.. module.kernel_size.Select(size => (int)size)],
            Stride = (int)module.stride[0],
            Padding = [.. Pads(module)[..2].Select(pad => (int)pad)],
            OutputShape = shape,
        };
    }

    /// <summary>ONNX pads: [top, left, bottom, right].</summary>
    private static long[] Pads(Convolution module)
    {
        if (module.padding_type == Padding.Same)
        {
            // dilation * (kernel - 1) in all, and the odd one goes to the end, as in PyTorch. Strides are 1 then.
            var total = module.kernel_size.Zip(module.dilation, (kernel, dilation) => dilation * (kernel - 1)).ToArray();
            return [total[0] / 2, total[1] / 2, total[0] - (total[0] / 2), total[1] - (total[1] / 2)];
        }

        // Padding.Valid leaves the numbers out.
        var padding = module.padding ?? [0, 0];
        return [.. padding, .. padding];
    }

    private static long Size(Convolution module, int axis, GraphValue input, TranslationScope scope)
    {
        var pads = Pads(module);
        var padded = input.Shape[axis + 2] + pads[axis] + pads[axis + 2];
        var extent = (module.dilation[axis] * (module.kernel_size[axis] - 1)) + 1;
        return padded >= extent
            ? ((padded - extent) / module.stride[axis]) + 1
            : throw scope.ShapeMismatch(input, Invariant(
                $"at least {extent} {(axis == 0 ? "rows" : "columns")} with padding, not {padded}, for a kernel that spans {extent}"));
    }

    private static long TransposedSize(ConvTranspose2d module, int axis, GraphValue input, TranslationScope scope)
    {
        var padding = Pads(module)[axis];
        var size = ((input.Shape[axis + 2] - 1) * module.stride[axis])
            - (2 * padding)
            + (module.dilation[axis] * (module.kernel_size[axis] - 1))
            + module.output_padding[axis] + 1;
        return size >= 1
            ? size
            : throw scope.ShapeMismatch(input, Invariant($"more {(axis == 0 ? "rows" : "columns")}: padding {padding} leaves {size} of them"));
    }

    private static void CheckOutputPadding(ConvTranspose2d module, TranslationScope scope)
    {
        var padding = module.output_padding;
        var found = $"output_padding is {ElementIndex.FormatShape(padding)}";
        if (padding[0] != padding[1])
        {
            // TorchSharp's forward takes the first for both axes, which is hardly what was meant.
            throw scope.Unsupported(found, "the same on both axes", "TorchSharp itself applies the first to both: give one number.");
        }

        if (padding[0] > 0 && padding[0] >= module.stride.Min())
        {
            // libtorch also takes one below the dilation; ONNX Runtime does not.
            throw scope.Unsupported(found, $"less than the stride {ElementIndex.FormatShape(module.stride)}", "Choose a smaller padding in its place.");
        }
    }
}
