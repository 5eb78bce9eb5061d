namespace VaePipeline.OnnxExport.Graphs;

/// <summary>Finds the BatchNorm that a layer of a chain can take into its weights.</summary>
internal static class BatchNormFolding
{
    /// <summary>
    /// Where in the chain the BatchNorm stands that follows a layer and normalizes the layer's outputs as they are: a
    /// BatchNorm2d after Conv2d, ConvTranspose2d or Linear and Unflatten, a BatchNorm1d after Linear; Dropout and
    /// Identity between them do nothing.
    /// </summary>
    /// <param name="chain">The modules.</param>
    /// <param name="index">Where the layer stands.</param>
    /// <param name="inputRank">Axes of what flows into the layer.</param>
    /// <returns>The BatchNorm, which has running statistics, and its index; <c>null</c> if there is none.</returns>
    public static (int Index, BatchNorm Module)? FollowerOf(IReadOnlyList<Module> chain, int index, int inputRank)
    {
        var next = Next(index);
        return (chain[index], At(next)) switch
        {
            (Convolution layer and (Conv2d or ConvTranspose2d), BatchNorm2d norm) when HasChannels(norm, layer.out_channels) => (next, norm),
            (Linear layer, BatchNorm1d norm) when inputRank == 2 && HasChannels(norm, layer.weight.shape[0]) => (next, norm),
            (Linear layer, Unflatten split) when inputRank == 2 && At(Next(next)) is BatchNorm2d norm
                && HasChannels(norm, ChannelsOf(split, layer.weight.shape[0])) => (Next(next), norm),
            _ => null,
        };

        Module? At(int position) => position < chain.Count ? chain[position] : null;

        int Next(int position)
        {
            do
            {
                position++;
            }
            while (At(position) is Dropout or Dropout2d or Identity);

            return position;
        }
    }

    // Others are refused by their own translator, which sees the shapes.
    private static bool HasChannels(BatchNorm norm, long channels) =>
        norm.num_features == channels && norm.running_mean is not null && norm.running_var is not null;

    /// <summary>Channels of the image that a row of numbers is split into; 0 if it is something else.</summary>
    private static long ChannelsOf(Unflatten split, long outputs) => (split.dim, split.unflattened_size) switch
    {
        (1, [-1, var height, var width]) => height > 0 && width > 0 ? outputs / (height * width) : 0,
        (1, [var channels, _, _]) => channels,
        _ => 0,
    };
}

/// <summary>
/// What a BatchNorm does in evaluation mode: x * factor + offset for each channel. Computed in float64, so that weights
/// that take it in are rounded once.
/// </summary>
/// <param name="Factors">weight / sqrt(running variance + eps).</param>
/// <param name="Offsets">bias - running mean * factor.</param>
internal sealed record ChannelScale(double[] Factors, double[] Offsets)
{
    /// <summary>Reads a module that has running statistics.</summary>
    /// <param name="module">The module; <see cref="BatchNormFolding"/> chose it.</param>
    /// <param name="scope">Its own place, for errors.</param>
    /// <exception cref="BadInputException">A number is NaN or infinite.</exception>
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
