namespace VaePipeline.OnnxExport.Layers;

/// <summary>
/// Rows of a table by their numbers: Gather. The table is what the module's own forward gives for every row, since
/// TorchSharp does not tell whether it limits their norm (max_norm): each call then brings the module's own rows to
/// that norm, this one too. A negative number, which TorchSharp refuses,
/// counts from the end in ONNX.
/// </summary>
internal static class EmbeddingTranslator
{
    public static GraphValue Translate(Embedding module, GraphValue input, TranslationScope scope)
    {
        // A wrapper of its own each time it is asked for.
        using var weight = module.weight ?? throw scope.Unsupported("weight is missing", "a table", "Give the layer its weight.");
        if (input.ElementType != OnnxElementType.Int64)
        {
            throw scope.Unsupported(
                $"the input \"{input.Name}\" holds {input.ElementType}", $"{OnnxElementType.Int64}, the numbers of rows", "Make it an input of the graph of that type.");
        }

        using var noGradients = torch.no_grad();
        using var numbers = torch.arange(weight.shape[0], torch.ScalarType.Int64, weight.device);
        using var table = module.call(numbers);
        var shape = new BatchShape([.. input.Shape.Sizes, weight.shape[1]]);
        return scope.Node("Gather", [scope.Weight("weight", table), input.Name], shape, [OnnxAttribute.Int("axis", 0)]);
    }
}
