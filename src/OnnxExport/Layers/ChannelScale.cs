using TorchSharp.Modules;

namespace VaePipeline.OnnxExport.Layers;

/// <summary>
/// What a BatchNorm does in evaluation mode: x * factor + offset, a channel. Computed in float64, so that weights that
/// take it in are rounded once.
/// </summary>
/// <param name="Factors">weight / sqrt(running variance + eps).</param>
/// <param name="Offsets">bias - running mean * factor.</param>
internal sealed record ChannelScale(double[] Factors, double[] Offsets)
{
    /// <summary>Reads a module that has running statistics.</summary>
    /// <param name="module">The module; <see cref="BatchNormFolding"/> chose it.</param>
    /// <param name="scope">Its own place, for errors.</param>
    /// <exception cref="Contracts.Errors.BadInputException">A number is NaN or infinite.</exception>
    public static ChannelScale Of(BatchNorm module, TranslationScope scope)
    {
        var means = scope.Numbers("running_mean", module.running_mean!).Data; // not null: it was chosen by that
        var variances = scope.Numbers("running_var", module.running_var!).Data; // likewise
        var weights = module.weight is { } weight ? scope.Numbers("weight", weight).Data : null;
        var biases = module.bias is { } bias ? scope.Numbers("bias", bias).Data : null;
        double[] factors = [.. variances.Select((value, channel) => (weights?[channel] ?? 1) / Math.Sqrt(value + module.eps))];
        return new ChannelScale(factors, [.. factors.Select((factor, channel) => (biases?[channel] ?? 0) - (means[channel] * factor))]);
    }
}
