using TorchSharp;

namespace VaePipeline.OnnxExport.Tests.Layers;

public sealed class FlattenTranslatorTests
{
    [Theory]
    [InlineData(1, -1, new[] { "N", "120" })]
    [InlineData(1, 2, new[] { "N", "20", "6" })]
    [InlineData(2, 3, new[] { "N", "4", "30" })]
    [InlineData(-2, -1, new[] { "N", "4", "30" })]
    public void Translate_equals_the_module_and_copies_the_batch_axis(int start, int end, string[] expected)
    {
        using var module = torch.nn.Flatten(start, end);

        var model = ExportedModule.Verify(module, [4, 5, 6]);

        Assert.Equal(expected, ExportedModule.Dimensions(model.Graph.Output[0]));
        Assert.Equal("Reshape", Assert.Single(model.Graph.Node).OpType);
        Assert.Equal(0, BitConverter.ToInt64(Assert.Single(model.Graph.Initializer).RawData.Span));
    }

    [Fact]
    public void Translate_one_axis_changes_nothing()
    {
        using var module = torch.nn.Flatten(2, 2);

        var model = ExportedModule.Verify(module, [4, 5, 6]);

        Assert.Equal("Identity", Assert.Single(model.Graph.Node).OpType);
    }

    [Theory]
    [InlineData(0, -1, "start_dim is 0, for the input [N, 4, 5]; expected an axis behind N: 1 to 2, or -2 to -1. Flatten items, not the batch.")]
    [InlineData(1, 3, "end_dim is 3, for the input [N, 4, 5]; expected an axis behind N: 1 to 2, or -2 to -1. Flatten items, not the batch.")]
    [InlineData(2, 1, "start_dim 2 lies behind end_dim 1 of [N, 4, 5]; expected start_dim before end_dim. Swap them.")]
    public void Translate_axes_that_do_not_fit_are_refused_by_name(int start, int end, string expected)
    {
        using var module = torch.nn.Flatten(start, end);

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [4, 5]));

        Assert.Equal($"net (Flatten): {expected}", error.Message);
    }
}
