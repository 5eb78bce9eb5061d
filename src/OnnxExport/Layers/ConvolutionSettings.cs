using TorchSharp;
using TorchSharp.Modules;
using VaePipeline.OnnxExport.Tiles;

namespace VaePipeline.OnnxExport.Layers;

/// <summary>What Conv2d and ConvTranspose2d have in common: checks, padding and attributes.</summary>
internal static class ConvolutionSettings
{
    /// <summary>Refuses an input that is not [N, C, H, W] with the layer's channels, and paddings other than zeros.</summary>
    public static void Check(Convolution module, GraphValue input, TranslationScope scope)
    {
        if (module.padding_mode != PaddingModes.Zeros)
        {
            throw scope.Unsupported(
                $"padding_mode is {module.padding_mode}", nameof(PaddingModes.Zeros), "Pad with zeros, or register a translator of your own for this layer.");
        }

        if (input.Shape.Rank != 4 || input.Shape[1] != module.in_channels)
        {
            throw scope.ShapeMismatch(input, FormattableString.Invariant($"[N, {module.in_channels}, H, W]"));
        }
    }

    /// <summary>ONNX pads: [top, left, bottom, right].</summary>
    public static long[] Pads(Convolution module)
    {
        if (module.padding_type == Padding.Same)
        {
            // dilation * (kernel - 1) in all, and the odd one goes to the end, as in PyTorch. Strides are 1 then.
            var total = module.kernel_size.Zip(module.dilation, (kernel, dilation) => dilation * (kernel - 1)).ToArray();
            return [total[0] / 2, total[1] / 2, total[0] - (total[0] / 2), total[1] - (total[1] / 2)];
        }

        // Padding.Valid leaves the numbers out.
        var padding = module.padding ?? [0, 0];
        return [padding[0], padding[1], padding[0], padding[1]];
    }

    /// <summary>Attributes of Conv and ConvTranspose; all of them, so that a reader need not know the defaults.</summary>
    public static OnnxAttribute[] Attributes(Convolution module, long[] pads) =>
    [
        OnnxAttribute.Ints("dilations", module.dilation),
        OnnxAttribute.Int("group", module.groups),
        OnnxAttribute.Ints("kernel_shape", module.kernel_size),
        OnnxAttribute.Ints("pads", pads),
        OnnxAttribute.Ints("strides", module.stride),
    ];

    /// <summary>The layer in numbers; <c>null</c>, with a note why, where only the plain operator will do.</summary>
    public static ConvolutionForm? Form(Convolution module, long[] pads, BatchShape shape, TranslationScope scope)
    {
        var isTransposed = module is ConvTranspose2d;
        string? reason = scope switch
        {
            { IsPlain: true } => "plain operators were asked for",
            _ when module.groups != 1 => FormattableString.Invariant($"{module.groups} groups"),
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
            Padding = [(int)pads[0], (int)pads[1]],
            OutputShape = shape,
        };
    }

    /// <summary>Names of the operands: input, weight, and bias if there is one.</summary>
    public static string[] Operands(Convolution module, GraphValue input, TranslationScope scope)
    {
        var (weight, bias) = FoldedWeights.Of(module, scope);
        return [input.Name, scope.Weight("weight", module.weight.shape, weight), .. scope.OptionalWeight("bias", bias)];
    }
}
