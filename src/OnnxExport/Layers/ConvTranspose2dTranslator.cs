using TorchSharp.Modules;
using VaePipeline.OnnxExport.Tiles;

namespace VaePipeline.OnnxExport.Layers;

/// <summary>
/// ConvTranspose2d -> ConvTranspose: every kernel, stride, padding, dilation and group count; the output padding
/// below the stride and equal on both axes.
/// </summary>
internal static class ConvTranspose2dTranslator
{
    public static GraphValue Translate(ConvTranspose2d module, GraphValue input, TranslationScope scope)
    {
        var shape = OutputShape(module, input, scope);
        if (ConvolutionSettings.Form(module, ConvolutionSettings.Pads(module), shape, scope) is { } form && FastForms.Write(form, input, scope) is { } fast)
        {
            return fast;
        }

        input = scope.Whole(input);
        return scope.Node(
            "ConvTranspose",
            ConvolutionSettings.Operands(module, input, scope),
            shape,
            [.. ConvolutionSettings.Attributes(module, ConvolutionSettings.Pads(module)), OnnxAttribute.Ints("output_padding", module.output_padding)]);
    }

    /// <summary>What the layer makes of an image; refuses one that does not fit it.</summary>
    public static BatchShape OutputShape(ConvTranspose2d module, GraphValue input, TranslationScope scope)
    {
        ConvolutionSettings.Check(module, input, scope);
        CheckOutputPadding(module, scope);
        return new BatchShape(module.out_channels, OutputSize(0), OutputSize(1));

        long OutputSize(int axis)
        {
            var padding = module.padding?[axis] ?? 0;
            var size = ((input.Shape[axis + 2] - 1) * module.stride[axis])
                - (2 * padding)
                + (module.dilation[axis] * (module.kernel_size[axis] - 1))
                + module.output_padding[axis] + 1;
            return size >= 1
                ? size
                : throw scope.ShapeMismatch(input, FormattableString.Invariant(
                    $"more {(axis == 0 ? "rows" : "columns")}: padding {padding} leaves {size} of them"));
        }
    }

    private static void CheckOutputPadding(ConvTranspose2d module, TranslationScope scope)
    {
        var padding = module.output_padding;
        if (padding[0] != padding[1])
        {
            // TorchSharp's forward takes the first for both axes, which is hardly what was meant.
            throw scope.Unsupported(
                $"output_padding is {ElementIndex.FormatShape(padding)}", "the same on both axes", "TorchSharp itself applies the first to both: give one number.");
        }

        if (padding[0] > 0 && padding[0] >= module.stride.Min())
        {
            // libtorch also takes one below the dilation; ONNX Runtime does not.
            throw scope.Unsupported(
                $"output_padding is {ElementIndex.FormatShape(padding)}",
                $"less than the stride {ElementIndex.FormatShape(module.stride)}",
                "Choose a smaller padding in its place.");
        }
    }
}
