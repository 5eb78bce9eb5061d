using TorchSharp;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace VaePipeline.OnnxExport.Tests.Layers;

public sealed class ActivationTranslatorsTests
{
    private static readonly Dictionary<string, (Func<Module> Make, string[] Operators)> Activations = new()
    {
        ["ReLU"] = (() => torch.nn.ReLU(), ["Relu"]),
        ["ReLU in place"] = (() => torch.nn.ReLU(inplace: true), ["Relu"]),
        ["ReLU6"] = (() => torch.nn.ReLU6(), ["Clip"]),
        ["SELU"] = (() => torch.nn.SELU(), ["Selu"]),
        ["Hardsigmoid"] = (() => torch.nn.Hardsigmoid(), ["HardSigmoid"]),
        ["Mish"] = (() => torch.nn.Mish(), ["Softplus", "Tanh", "Mul"]),
        ["LeakyReLU"] = (() => torch.nn.LeakyReLU(), ["LeakyRelu"]),
        ["LeakyReLU 0.3"] = (() => torch.nn.LeakyReLU(0.3), ["LeakyRelu"]),
        ["ELU"] = (() => torch.nn.ELU(), ["Elu"]),
        ["ELU 0.4"] = (() => torch.nn.ELU(0.4), ["Elu"]),
        ["GELU"] = (() => torch.nn.GELU(), ["Div", "Erf", "Add", "Mul", "Mul"]),
        ["GELU in place"] = (() => torch.nn.GELU(inplace: true), ["Div", "Erf", "Add", "Mul", "Mul"]),
        ["GELU by tanh"] = (() => torch.nn.GELU(TorchSharp.Modules.GELU.Approximate.tanh), ["Mul", "Mul", "Add", "Mul", "Mul", "Tanh", "Add", "Mul", "Mul"]),
        ["Hardswish"] = (() => torch.nn.Hardswish(), ["HardSwish"]),
        ["Hardswish in place"] = (() => torch.nn.Hardswish(inplace: true), ["HardSwish"]),
        ["SiLU"] = (() => torch.nn.SiLU(), ["Sigmoid", "Mul"]),
        ["Sigmoid"] = (() => torch.nn.Sigmoid(), ["Sigmoid"]),
        ["Tanh"] = (() => torch.nn.Tanh(), ["Tanh"]),
        ["Softplus"] = (() => torch.nn.Softplus(), ["Softplus"]),
        ["Softplus beta 2.5"] = (() => torch.nn.Softplus(beta: 2.5), ["Mul", "Softplus", "Div"]),
        ["Softplus threshold 1"] = (() => torch.nn.Softplus(threshold: 1), ["Softplus", "Greater", "Where"]),
        ["Softplus beta 0.5, threshold 2"] = (() => torch.nn.Softplus(0.5, 2), ["Mul", "Softplus", "Div", "Greater", "Where"]),
    };

    public static TheoryData<string> Names() => [.. Activations.Keys];

    // Noise of deviation 12 reaches the flat ends of every function, and both sides of Softplus' threshold of 20.
    [Theory]
    [MemberData(nameof(Names))]
    public void Translate_equals_the_module(string name)
    {
        var (make, operators) = Activations[name];
        using var module = make();

        ExportedModule.Verify(module, [257]);
        var model = ExportedModule.Verify(module, [3, 8, 5], spread: 12);

        Assert.Equal(operators, model.Graph.Node.Select(node => node.OpType));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(2)]
    public void TranslateSoftmax_equals_the_module(int dim)
    {
        using var module = torch.nn.Softmax(dim);
        using var logarithm = torch.nn.LogSoftmax(dim);

        ExportedModule.Verify(logarithm, [3, 8, 5], spread: 12);
        var model = ExportedModule.Verify(module, [3, 8, 5], spread: 12);

        Assert.Equal(["Softmax"], model.Graph.Node.Select(node => node.OpType));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData(2)]
    public void TranslateSoftmax_over_another_axis_is_refused(int dim)
    {
        using var module = torch.nn.Softmax(dim);

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [4]));

        Assert.Equal($"net (Softmax): dim is {dim}, for the input [N, 4]; expected an axis behind N. Normalize items by themselves, not over the batch.", error.Message);
    }

    [Fact]
    public void TranslateSoftplus_beta_zero_is_refused()
    {
        using var module = torch.nn.Softplus(beta: 0);

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [4]));

        Assert.Equal("net (Softplus): beta is 0; expected any other number. Softplus divides by beta: choose another one.", error.Message);
    }
}
