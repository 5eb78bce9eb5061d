namespace VaePipeline.OnnxExport.Layers;

/// <summary>Merges the axes start_dim to end_dim; the batch axis cannot be one of them.</summary>
internal static class FlattenTranslator
{
    public static GraphValue Translate(Flatten module, GraphValue input, TranslationScope scope)
    {
        var rank = input.Shape.Rank;
        var start = AxisOf(nameof(module.start_dim), module.start_dim);
        var end = AxisOf(nameof(module.end_dim), module.end_dim);
        if (start > end)
        {
            throw scope.Unsupported(
                Invariant($"start_dim {module.start_dim} lies behind end_dim {module.end_dim} of {input.Shape}"),
                "start_dim before end_dim",
                "Swap them.");
        }

        if (start == end)
        {
            return input;
        }

        var sizes = input.Shape.Sizes;
        var merged = new BatchShape(sizes[(start - 1)..end]).ElementsPerItem;
        return scope.Reshape(input, new BatchShape([.. sizes[..(start - 1)], merged, .. sizes[end..]]));

        int AxisOf(string name, long dim) => scope.AxisOf(
            name, dim, input, Invariant($"an axis behind N: 1 to {rank - 1}, or {1 - rank} to -1"), "Flatten items, not the batch.");
    }
}
