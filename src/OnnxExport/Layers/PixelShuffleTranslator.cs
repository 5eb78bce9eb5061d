namespace VaePipeline.OnnxExport.Layers;

/// <summary>[N, C r², H, W] -> [N, C, r H, r W]: DepthToSpace with the channels before the pixels (CRD).</summary>
internal static class PixelShuffleTranslator
{
    public static GraphValue Translate(PixelShuffle module, GraphValue input, TranslationScope scope)
    {
        var factor = module.upscale_factor;
        if (factor < 1)
        {
            throw scope.Unsupported(Invariant($"upscale_factor is {factor}"), "1 or more", "Choose another factor.");
        }

        if (input.Shape.Rank != 4 || input.Shape[1] % (factor * factor) != 0)
        {
            throw scope.ShapeMismatch(input, Invariant($"[N, C, H, W] with C a multiple of {factor * factor}"));
        }

        var shape = new BatchShape(input.Shape[1] / (factor * factor), input.Shape[2] * factor, input.Shape[3] * factor);
        return scope.Node("DepthToSpace", input, shape, OnnxAttribute.Int("blocksize", factor), OnnxAttribute.String("mode", "CRD"));
    }
}
