namespace VaePipeline.OnnxExport.Layers;

/// <summary>Normalizations of each item by its own mean and variance.</summary>
internal static class NormalizationTranslators
{
    /// <summary>LayerNorm -> LayerNormalization over the last axes; without weights: weight 1.</summary>
    public static GraphValue TranslateLayerNorm(LayerNorm module, GraphValue input, TranslationScope scope)
    {
        var normalized = module.normalized_shape;
        var axis = input.Shape.Rank - normalized.Length;
        if (axis < 1 || !input.Shape.Sizes[(axis - 1)..].SequenceEqual(normalized))
        {
            throw scope.ShapeMismatch(input, $"[N, ..., {string.Join(", ", normalized)}]");
        }

        string[] operands =
        [
            input.Name,
            module.weight is { } weight ? scope.Weight("weight", weight) : scope.Filled("weight", normalized, 1),
            .. scope.OptionalWeight("bias", module.bias),
        ];
        return scope.Node(
            "LayerNormalization", operands, input.Shape, [OnnxAttribute.Int("axis", axis), OnnxAttribute.Float("epsilon", module.eps)]);
    }

    /// <summary>
    /// GroupNorm, which this operator set lacks: InstanceNormalization with the groups as channels, then weight and bias
    /// of each channel.
    /// </summary>
    public static GraphValue TranslateGroupNorm(GroupNorm module, GraphValue input, TranslationScope scope)
    {
        var groups = module.num_groups;
        // Without weights the module does not tell its channels: libtorch then takes any multiple of the groups.
        var channels = module.weight is { } weight ? weight.shape[0] : (long?)null;
        if (input.Shape.Rank < 3 || (channels ?? input.Shape[1]) != input.Shape[1] || input.Shape[1] % groups != 0)
        {
            throw scope.ShapeMismatch(input, channels is null
                ? Invariant($"[N, C, H, W] with C a multiple of {groups}")
                : Invariant($"[N, {channels}, H, W]"));
        }

        var grouped = scope.Reshape(input, new BatchShape(groups, input.Shape.ElementsPerItem / groups));
        string[] operands = [grouped.Name, scope.Filled("ones", [groups], 1), scope.Filled("zeros", [groups], 0)];
        var normalized = scope.Node("InstanceNormalization", operands, grouped.Shape, [OnnxAttribute.Float("epsilon", module.eps)]);
        var result = scope.Reshape(normalized, input.Shape);
        if (module.weight is not null)
        {
            result = scope.Node("Mul", [result.Name, PerChannel("weight", module.weight)], input.Shape);
        }

        return module.bias is { } bias ? scope.Node("Add", [result.Name, PerChannel("bias", bias)], input.Shape) : result;

        string PerChannel(string name, Tensor tensor)
        {
            long[] dimensions = [input.Shape[1], .. Enumerable.Repeat(1L, input.Shape.Rank - 2)];
            return scope.Constant(name, dimensions, scope.Numbers(name, tensor).Data);
        }
    }
}
