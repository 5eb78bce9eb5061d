using TorchSharp;

namespace VaePipeline.OnnxExport.Tests.Layers;

public sealed class UnflattenTranslatorTests
{
    [Theory]
    [InlineData(new long[] { 3136 }, 1, new long[] { 64, 7, 7 }, new[] { "N", "64", "7", "7" })]
    [InlineData(new long[] { 24 }, 1, new long[] { 2, -1, 3 }, new[] { "N", "2", "4", "3" })]
    [InlineData(new long[] { 5, 6, 7 }, 2, new long[] { 3, 2 }, new[] { "N", "5", "3", "2", "7" })]
    public void Translate_equals_the_module(long[] sizes, int dim, long[] parts, string[] expected)
    {
        using var module = torch.nn.Unflatten(dim, parts);

        var model = ExportedModule.Verify(module, sizes);

        Assert.Equal(expected, ExportedModule.Dimensions(model.Graph.Output[0]));
    }

    [Theory]
    [InlineData(0, new long[] { 2, 12 }, "dim is 0, for the input [N, 24]; expected an axis behind N: 1 to 1. Unflatten items, not the batch.")]
    [InlineData(1, new long[] { 5, 5 }, "unflattened_size is [5, 5], for axis 1 of the input [N, 24]; expected sizes whose product is 24, at most one of them -1. Make the layer before it produce that many elements, or change the sizes.")]
    [InlineData(1, new long[] { -1, -1 }, "unflattened_size is [-1, -1], for axis 1 of the input [N, 24]; expected sizes whose product is 24, at most one of them -1. Make the layer before it produce that many elements, or change the sizes.")]
    [InlineData(1, new long[] { -1, 7 }, "unflattened_size is [-1, 7], for axis 1 of the input [N, 24]; expected sizes whose product is 24, at most one of them -1. Make the layer before it produce that many elements, or change the sizes.")]
    public void Translate_sizes_that_do_not_fit_are_refused_by_name(int dim, long[] parts, string expected)
    {
        using var module = torch.nn.Unflatten(dim, parts);

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [24]));

        Assert.Equal($"net (Unflatten): {expected}", error.Message);
    }
}
