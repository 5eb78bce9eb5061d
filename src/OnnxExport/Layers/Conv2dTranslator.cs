using TorchSharp.Modules;
using VaePipeline.OnnxExport.Tiles;

namespace VaePipeline.OnnxExport.Layers;

/// <summary>Conv2d -> Conv: every kernel, stride, dilation and group count; zero padding by numbers, Same or Valid.</summary>
internal static class Conv2dTranslator
{
    public static GraphValue Translate(Conv2d module, GraphValue input, TranslationScope scope)
    {
        var shape = OutputShape(module, input, scope);
        var pads = ConvolutionSettings.Pads(module);
        if (ConvolutionSettings.Form(module, pads, shape, scope) is { } form && FastForms.Write(form, input, scope) is { } fast)
        {
            return fast;
        }

        input = scope.Whole(input);
        return scope.Node("Conv", ConvolutionSettings.Operands(module, input, scope), shape, ConvolutionSettings.Attributes(module, pads));
    }

    /// <summary>What the layer makes of an image; refuses one that does not fit it.</summary>
    public static BatchShape OutputShape(Conv2d module, GraphValue input, TranslationScope scope)
    {
        ConvolutionSettings.Check(module, input, scope);
        var pads = ConvolutionSettings.Pads(module);
        return new BatchShape(module.out_channels, OutputSize(0), OutputSize(1));

        long OutputSize(int axis)
        {
            var padded = input.Shape[axis + 2] + pads[axis] + pads[axis + 2];
            var extent = (module.dilation[axis] * (module.kernel_size[axis] - 1)) + 1;
            return padded >= extent
                ? ((padded - extent) / module.stride[axis]) + 1
                : throw scope.ShapeMismatch(input, FormattableString.Invariant(
                    $"at least {extent} {(axis == 0 ? "rows" : "columns")} with padding, not {padded}, for a kernel that spans {extent}"));
        }
    }
}
