using TorchSharp;

namespace VaePipeline.OnnxExport.Tests.Layers;

public sealed class LinearTranslatorTests
{
    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(2, 7, true)]
    [InlineData(300, 5, true)]
    [InlineData(3, 4, false)]
    public void Translate_equals_the_module(int inputs, int outputs, bool hasBias)
    {
        using var module = torch.nn.Linear(inputs, outputs, hasBias);

        var model = ExportedModule.Verify(module, [inputs]);

        var node = Assert.Single(model.Graph.Node);
        Assert.Equal("Gemm", node.OpType);
        Assert.Equal(hasBias ? ["input", "net.weight", "net.bias"] : ["input", "net.weight"], node.Input);
    }

    [Fact]
    public void Translate_other_width_names_layer_found_and_expected()
    {
        using var module = torch.nn.Linear(2, 3);

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [4]));

        Assert.Equal("net (Linear): the input \"input\" is [N, 4]; expected [N, 2]. Make the layer before it produce that shape.", error.Message);
    }

    [Theory]
    [InlineData(true, "MatMul,Add")]
    [InlineData(false, "MatMul")]
    public void Translate_more_axes_equal_the_module(bool hasBias, string operators)
    {
        using var module = torch.nn.Linear(2, 3, hasBias);

        ExportedModule.Verify(module, [5, 2]);
        var model = ExportedModule.Verify(module, [4, 1, 2]);

        Assert.Equal(operators.Split(','), model.Graph.Node.Select(node => node.OpType));
    }

    [Fact]
    public void Translate_other_width_behind_more_axes_is_refused()
    {
        using var module = torch.nn.Linear(2, 3);

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [2, 5]));

        Assert.StartsWith("net (Linear): the input \"input\" is [N, 2, 5]; expected [N, ..., 2].", error.Message, StringComparison.Ordinal);
    }
}
