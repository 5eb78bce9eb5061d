namespace VaePipeline.OnnxExport.Layers;

/// <summary>Splits one axis into several; one of their sizes may be -1: what is left. The batch axis cannot be split.</summary>
internal static class UnflattenTranslator
{
    public static GraphValue Translate(Unflatten module, GraphValue input, TranslationScope scope)
    {
        var rank = input.Shape.Rank;
        // TorchSharp refuses to count from the end.
        var axis = module.dim;
        if (axis < 1 || axis >= rank)
        {
            throw scope.Unsupported(
                Invariant($"dim is {module.dim}, for the input {input.Shape}"),
                Invariant($"an axis behind N: 1 to {rank - 1}"),
                "Unflatten items, not the batch.");
        }

        var sizes = input.Shape.Sizes;
        var before = (int)axis - 1;
        return scope.Reshape(input, new BatchShape([.. sizes[..before], .. Split(module.unflattened_size, sizes[before]), .. sizes[(before + 1)..]]));

        long[] Split(long[] wished, long size)
        {
            var known = wished.Where(part => part != -1).Aggregate(1L, (product, part) => product * part);
            var isGuessed = wished.Count(part => part == -1) == 1;
            var isWhole = wished.All(part => part is -1 or >= 1) && (isGuessed ? size % known == 0 : known == size && wished.Length > 0 && !wished.Contains(-1));
            return isWhole
                ? [.. wished.Select(part => part == -1 ? size / known : part)]
                : throw scope.Unsupported(
                    Invariant($"unflattened_size is {ElementIndex.FormatShape(wished)}, for axis {axis} of the input {input.Shape}"),
                    Invariant($"sizes whose product is {size}, at most one of them -1"),
                    "Make the layer before it produce that many elements, or change the sizes.");
        }
    }
}
