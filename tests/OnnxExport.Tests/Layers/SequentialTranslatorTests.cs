using TorchSharp;

namespace VaePipeline.OnnxExport.Tests.Layers;

public sealed class SequentialTranslatorTests
{
    [Fact]
    public void Translate_chain_in_chain_equals_the_module_and_names_weights_by_path()
    {
        using var module = torch.nn.Sequential(
            ("body", torch.nn.Sequential(torch.nn.Linear(6, 5), torch.nn.Tanh())),
            ("drop", torch.nn.Dropout(0.5)),
            ("same", torch.nn.Identity()),
            ("head", torch.nn.Linear(5, 2)));

        var model = ExportedModule.Verify(module, [6]);

        Assert.Equal(["Gemm", "Tanh", "Gemm"], model.Graph.Node.Select(node => node.OpType));
        Assert.Equal(
            ["net.body.0.weight", "net.body.0.bias", "net.head.weight", "net.head.bias"],
            model.Graph.Initializer.Select(initializer => initializer.Name));
    }

    [Fact]
    public void Translate_chain_without_effect_is_an_identity()
    {
        using var module = torch.nn.Sequential(torch.nn.Identity(), torch.nn.Dropout(0.5));

        var model = ExportedModule.Verify(module, [6]);

        Assert.Equal("Identity", Assert.Single(model.Graph.Node).OpType);
    }

    [Fact]
    public void Translate_error_below_names_the_whole_path()
    {
        using var module = torch.nn.Sequential(("body", torch.nn.Sequential(torch.nn.Linear(6, 5), torch.nn.Linear(4, 3))));

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [6]));

        Assert.StartsWith("net.body.1 (Linear): the input \"net.body.0/Gemm\" is [N, 5]; expected [N, 4].", error.Message, StringComparison.Ordinal);
    }
}
