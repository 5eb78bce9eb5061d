namespace VaePipeline.OnnxExport.Layers;

/// <summary>
/// Weight and bias of a layer in numbers, with the BatchNorm that follows it multiplied in: (W x + b) * f + o is
/// (f W) x + (f b + o).
/// </summary>
/// <param name="Weight">In the shape of the module's own, row-major.</param>
/// <param name="Bias">One an output, or none.</param>
internal sealed record FoldedWeights(float[] Weight, float[]? Bias)
{
    /// <summary>Of Conv2d and ConvTranspose2d.</summary>
    public static FoldedWeights Of(Convolution module, TranslationScope scope)
    {
        var (inputs, outputs, area) = (module.in_channels / module.groups, module.out_channels / module.groups, module.kernel_size.Aggregate((rows, columns) => rows * columns));
        // Conv2d has [out, in / groups, height, width]; its transpose [in, out / groups, height, width], whose input channel tells the group.
        return Of(
            module.weight,
            module.bias,
            module.out_channels,
            module is ConvTranspose2d
                ? element => (element / (area * outputs) / inputs * outputs) + (element / area % outputs)
                : element => element / (area * inputs),
            scope);
    }

    /// <summary>Of a Linear.</summary>
    public static FoldedWeights Of(Linear module, TranslationScope scope)
    {
        var (outputs, inputs) = (module.weight.shape[0], module.weight.shape[1]);
        return Of(module.weight, module.bias, outputs, element => element / inputs, scope);
    }

    private static FoldedWeights Of(Tensor weight, Tensor? bias, long outputs, Func<long, long> outputOf, TranslationScope scope)
    {
        var weights = scope.Numbers("weight", weight).Data;
        var biases = bias is null ? null : scope.Numbers("bias", bias).Data;
        if (scope.TakeFollowing() is not { } following)
        {
            return new FoldedWeights(weights, biases);
        }

        // A Linear whose outputs become [C, H, W] has H W of them a channel.
        var perChannel = outputs / following.Factors.Length;
        var folded = weights.Select((value, element) => (float)(value * following.Factors[outputOf(element) / perChannel]));
        var offsets = Enumerable.Range(0, (int)outputs).Select(output =>
            (float)(((biases?[output] ?? 0) * following.Factors[output / perChannel]) + following.Offsets[output / perChannel]));
        return new FoldedWeights([.. folded], [.. offsets]);
    }
}
