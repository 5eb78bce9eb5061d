using TorchSharp;

namespace VaePipeline.OnnxExport.Tests.Layers;

public sealed class AdaptiveAvgPool2dTranslatorTests
{
    [Theory]
    [InlineData(1, 1, 7, 5, "AveragePool")]
    [InlineData(4, 2, 8, 6, "AveragePool")]
    [InlineData(3, 2, 7, 5, "MatMul,MatMul")]
    [InlineData(4, 3, 8, 7, "MatMul,MatMul")]
    [InlineData(9, 2, 4, 6, "MatMul,MatMul")]
    public void Translate_equals_the_module(int height, int width, int inputHeight, int inputWidth, string operators)
    {
        using var module = torch.nn.AdaptiveAvgPool2d((height, width));

        var model = ExportedModule.Verify(module, [3, inputHeight, inputWidth]);

        Assert.Equal(operators.Split(','), model.Graph.Node.Select(node => node.OpType));
    }

    [Fact]
    public void Translate_other_settings_are_refused()
    {
        using var module = torch.nn.AdaptiveAvgPool2d((3, 0));
        using var single = torch.nn.AdaptiveAvgPool2d([3L]); // The module itself throws when it is called.

        var setting = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [3, 6, 6]));
        var shape = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [3, 6]));

        var singleSize = Assert.Throws<ExportException>(() => ExportedModule.Build(single, [3, 6, 6]));

        Assert.Equal("net (AdaptiveAvgPool2d): output_size is [3, 0]; expected two sizes of 1 or more. Give the rows and columns of the output.", setting.Message);
        Assert.Equal("net (AdaptiveAvgPool2d): output_size is [3]; expected two sizes of 1 or more. Give the rows and columns of the output.", singleSize.Message);
        Assert.StartsWith("net (AdaptiveAvgPool2d): the input \"input\" is [N, 3, 6]; expected [N, C, H, W].", shape.Message, StringComparison.Ordinal);
    }
}
