using TorchSharp.Modules;

namespace VaePipeline.Training.Export.Layers;

/// <summary>y = x Wᵀ + b over the last axis; W is [out, in]. Only [N, in] has a Gemm; other ranks are refused.</summary>
internal static class LinearTranslator
{
    public static GraphValue Translate(Linear module, GraphValue input, TranslationScope scope)
    {
        // The weight itself is asked, not in_features: whoever replaced it changed what is computed.
        var (outputs, inputs) = (module.weight.shape[0], module.weight.shape[1]);
        if (input.Shape.Rank != 2 || input.Shape[1] != inputs)
        {
            throw scope.ShapeMismatch(input, FormattableString.Invariant($"[N, {inputs}]"));
        }

        string[] operands = [input.Name, scope.Weight("weight", module.weight), .. scope.OptionalWeight("bias", module.bias)];
        return scope.Node("Gemm", operands, new BatchShape(outputs), [OnnxAttribute.Int("transB", 1)]);
    }
}
