using TorchSharp;

namespace VaePipeline.OnnxExport.Tests.Layers;

public sealed class EmbeddingTranslatorTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData(3L, null)]
    [InlineData(null, 0.5)]
    public void Translate_equals_the_module(long? paddingIndex, double? maxNorm)
    {
        using var module = torch.nn.Embedding(10, 4, paddingIndex, maxNorm);

        ExportedModule.VerifyWholeNumbers(module, [], below: 10);
        ExportedModule.VerifyWholeNumbers(module, [2, 3], below: 10);
        var model = ExportedModule.VerifyWholeNumbers(module, [6], below: 10);

        Assert.Equal(["Gather"], model.Graph.Node.Select(node => node.OpType));
        Assert.Equal(7, model.Graph.Input[0].Type.TensorType.ElemType);
    }

    [Fact]
    public void Translate_before_other_layers_equals_the_module()
    {
        using var module = torch.nn.Sequential(torch.nn.Embedding(10, 4), torch.nn.LayerNorm(4), torch.nn.Linear(4, 3), torch.nn.Flatten());

        ExportedModule.VerifyWholeNumbers(module, [6], below: 10);
    }

    [Fact]
    public void Translate_input_of_another_type_is_refused()
    {
        using var module = torch.nn.Embedding(10, 4);

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [3]));

        Assert.Equal(
            "net (Embedding): the input \"input\" holds Float; expected Int64, the numbers of rows. Make it an input of the graph of that type.", error.Message);
    }
}
