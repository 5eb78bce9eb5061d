namespace VaePipeline.OnnxExport.Layers;

/// <summary>y = x Wᵀ + b over the last axis; W is [out, in]. [N, in] becomes a Gemm, more axes a MatMul and an Add.</summary>
internal static class LinearTranslator
{
    public static GraphValue Translate(Linear module, GraphValue input, TranslationScope scope)
    {
        // The weight itself is asked, not in_features: whoever replaced it changed what is computed.
        var (outputs, inputs) = (module.weight.shape[0], module.weight.shape[1]);
        var rank = input.Shape.Rank;
        if (rank < 2 || input.Shape[rank - 1] != inputs)
        {
            throw scope.ShapeMismatch(input, Invariant($"[N, {(rank > 2 ? "..., " : "")}{inputs}]"));
        }

        var shape = new BatchShape([.. input.Shape.Sizes[..^1], outputs]);
        if (rank == 2)
        {
            var (weight, bias) = FoldedWeights.Of(module, scope);
            string[] operands = [input.Name, scope.Weight("weight", [outputs, inputs], weight), .. scope.OptionalWeight("bias", bias)];
            return scope.Node("Gemm", operands, shape, [OnnxAttribute.Int("transB", 1)]);
        }

        using var transposed = module.weight.t();
        var product = scope.Node("MatMul", [input.Name, scope.Weight("weight", transposed)], shape);
        return module.bias is null ? product : scope.Node("Add", [product.Name, scope.Weight("bias", module.bias)], shape);
    }
}
