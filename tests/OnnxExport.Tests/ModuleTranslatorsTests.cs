using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace VaePipeline.OnnxExport.Tests;

public sealed class ModuleTranslatorsTests
{
    [Fact]
    public void Find_module_without_translator_names_path_type_and_remedy()
    {
        using var module = torch.nn.Sequential(("body", torch.nn.Sequential(torch.nn.ReLU(), new Square())));

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [3]));

        Assert.Equal(
            "net.body.1: VaePipeline.OnnxExport.Tests.ModuleTranslatorsTests+Square has no translator; expected one of AdaptiveAvgPool2d, "
            + "AvgPool2d, BatchNorm1d, BatchNorm2d, Conv2d, ConvTranspose2d, Dropout, Dropout2d, ELU, Embedding, Flatten, GELU, GroupNorm, Hardsigmoid, "
            + "Hardswish, Identity, LayerNorm, LeakyReLU, Linear, LogSoftmax, MaxPool2d, Mish, PixelShuffle, ReLU, ReLU6, SELU, Sequential, SiLU, "
            + "Sigmoid, Softmax, Softplus, Tanh, Unflatten, Upsample. "
            + "Use these layers, register a translator with ModuleTranslators.Register<Square>, or let the module implement IDescribesDataFlow.",
            error.Message);
    }

    [Fact]
    public void Register_lets_a_module_of_ones_own_join()
    {
        using var module = torch.nn.Sequential(("first", torch.nn.Linear(3, 4)), ("square", new Square()));
        var translators = ModuleTranslators.CreateDefault().Register<Square>((_, input, scope) => scope.Node("Mul", [input.Name, input.Name], input.Shape));

        var model = ExportedModule.Verify(module, [3], translators: translators);

        Assert.Equal(["Gemm", "Mul"], model.Graph.Node.Select(node => node.OpType));
    }

    [Fact]
    public void Find_derived_type_has_a_forward_of_its_own()
    {
        using var module = new ReversedChain();

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [3]));

        Assert.StartsWith("net: VaePipeline.OnnxExport.Tests.ModuleTranslatorsTests+ReversedChain has no translator;", error.Message, StringComparison.Ordinal);
    }

    private sealed class Square() : torch.nn.Module<Tensor, Tensor>(nameof(Square))
    {
        public override Tensor forward(Tensor input) => input.mul(input);
    }

    private sealed class ReversedChain() : TorchSharp.Modules.Sequential(("a", torch.nn.ReLU()), ("b", torch.nn.Tanh()))
    {
        public override Tensor forward(Tensor input) => input.tanh().relu();
    }
}
