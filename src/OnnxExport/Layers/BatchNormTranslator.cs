namespace VaePipeline.OnnxExport.Layers;

/// <summary>
/// (x - running mean) / sqrt(running variance + eps) * weight + bias, a channel; not affine: weight 1, bias 0. Only written
/// where no layer before it takes it into its weights, see <see cref="TranslationScope.Chain"/>.
/// </summary>
internal static class BatchNormTranslator
{
    public static GraphValue Translate(BatchNorm module, GraphValue input, TranslationScope scope)
    {
        if (module.running_mean is null || module.running_var is null)
        {
            throw scope.Unsupported(
                "track_running_stats is False", "True", "Without running statistics an image's output would depend on the others in its batch: train with them.");
        }

        var channels = module.num_features;
        var isImage = module is BatchNorm2d;
        if (!(isImage ? input.Shape.Rank == 4 : input.Shape.Rank is 2 or 3) || input.Shape[1] != channels)
        {
            throw scope.ShapeMismatch(input, Invariant($"[N, {channels}{(isImage ? ", H, W]" : $"] or [N, {channels}, L]")}"));
        }

        scope.Note(LayerForm.Plain, "no convolution or linear layer right before it in a chain takes it into its weights");

        string[] operands =
        [
            input.Name,
            module.weight is { } weight ? scope.Weight("weight", weight) : scope.Filled("weight", [channels], 1),
            module.bias is { } bias ? scope.Weight("bias", bias) : scope.Filled("bias", [channels], 0),
            scope.Weight("running_mean", module.running_mean),
            scope.Weight("running_var", module.running_var),
        ];
        return scope.Node("BatchNormalization", operands, input.Shape, [OnnxAttribute.Float("epsilon", module.eps)]);
    }
}
