using TorchSharp.Modules;
using VaePipeline.Training.Export.Tiles;

namespace VaePipeline.Training.Export.Layers;

/// <summary>Conv2d -> Conv: every kernel, stride, dilation and group count; zero padding by numbers, Same or Valid.</summary>
internal static class Conv2dTranslator
{
    public static GraphValue Translate(Conv2d module, GraphValue input, TranslationScope scope)
    {
        ConvolutionSettings.Check(module, input, scope);
        var pads = ConvolutionSettings.Pads(module);
        var shape = new BatchShape(module.out_channels, OutputSize(0), OutputSize(1));
        if (ConvolutionSettings.Form(module, pads, shape, scope) is { } form && FastForms.Write(form, input, scope) is { } fast)
        {
            return fast;
        }

        input = scope.Whole(input);
        return scope.Node("Conv", ConvolutionSettings.Operands(module, input, scope), shape, ConvolutionSettings.Attributes(module, pads));

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
