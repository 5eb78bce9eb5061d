using TorchSharp;
using static TorchSharp.torch;

namespace VaePipeline.Compat.Tests.TorchSharpPackage;

public sealed class AutogradTests
{
    private static readonly double[] Points = [-1.3, -0.4, 0.3, 0.9, 1.7, 2.2];

    // Each maps [2, 3] to any shape; arguments of log, sqrt and pow are kept positive.
    public static TheoryData<string> Operators =>
    [
        "add", "sub", "mul", "div", "rsub", "pow", "exp", "log", "sqrt", "square", "sigmoid", "softplus", "tanh", "relu", "clamp", "neg",
        "sum", "mean", "matmul", "mm", "t", "reshape", "flatten", "permute", "narrow", "select", "slice", "index_select", "cat", "stack",
        "unsqueeze", "expand", "gelu", "silu", "elu", "leaky_relu", "hardswish", "softmax", "logsumexp", "max", "linear", "mse_loss",
        "bce_logits", "abs", "where", "var",
    ];

    [Theory]
    [MemberData(nameof(Operators))]
    public void Gradient_equals_the_difference_quotient(string name)
    {
        Func<Tensor, Tensor> function = Function(name);
        using DisposeScope scope = NewDisposeScope();
        Tensor input = torch.tensor(Points, [2, 3], requires_grad: true);
        Tensor weights = Weights(function(input));

        (function(input) * weights).sum().backward();

        double[] gradient = input.grad!.data<double>().ToArray();
        const double Step = 1e-5;
        for (int i = 0; i < Points.Length; i++)
        {
            double slope = (Value(i, Step) - Value(i, -Step)) / (2 * Step);
            // The quotient's own error is of the order Step squared; the functions are smooth at these points.
            Assert.Equal(slope, gradient[i], 1e-7);
        }

        double Value(int changed, double by)
        {
            double[] moved = [.. Points];
            moved[changed] += by;
            return (function(torch.tensor(moved, [2, 3])) * weights).sum().item<double>();
        }
    }

    [Fact]
    public void Gradients_add_up_until_they_are_cleared()
    {
        using Tensor x = torch.tensor(new float[] { 3 }, requires_grad: true);

        x.square().sum().backward();
        x.square().sum().backward();

        Assert.Equal(12f, x.grad!.item<float>());
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void Reparameterization_passes_gradients_to_mean_and_log_variance()
    {
        // z = m + exp(v / 2) e at m = 0.5, v = 2 ln 2, e = 3: z = 6.5; dz/dm = 1, dz/dv = exp(v / 2) e / 2 = 3.
        using Tensor mean = torch.tensor(new double[] { 0.5 }, requires_grad: true);
        using Tensor logVariance = torch.tensor(new double[] { 2 * Math.Log(2) }, requires_grad: true);
        using Tensor noise = torch.tensor(new double[] { 3 });

        using Tensor z = mean + (logVariance / 2).exp() * noise;
        z.sum().backward();

        Assert.Equal(6.5, z.item<double>(), 12);
        Assert.Equal(1, mean.grad!.item<double>(), 12);
        Assert.Equal(3, logVariance.grad!.item<double>(), 12);
    }

    [Fact]
    public void No_grad_makes_no_graph_and_ends_with_its_scope()
    {
        using Tensor x = torch.ones(1).requires_grad_();

        using (torch.no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (torch.enable_grad())
                Assert.True((x * 2).requires_grad);
        }
        using (torch.inference_mode())
            Assert.False((x * 2).requires_grad);

        Assert.True((x * 2).requires_grad);
        Assert.False((x * 2).detach().requires_grad);
    }

    [Fact]
    public void Autograd_grad_gives_second_derivatives()
    {
        // d³x/dx = 3 x² = 12 and 6 x = 12 at x = 2.
        using Tensor x = torch.tensor(new double[] { 2 }, requires_grad: true);

        Tensor first = torch.autograd.grad([x.pow(3)], [x], create_graph: true)[0]!;
        Tensor second = torch.autograd.grad([first], [x])[0]!;

        Assert.Equal(12, first.item<double>(), 12);
        Assert.Equal(12, second.item<double>(), 12);
        Assert.Null(x.grad);
    }

    // 1, 2, 3, …: each result element counts differently, so that a wrong order shows.
    private static Tensor Weights(Tensor output) => torch.arange(1, output.numel() + 1, dtype: ScalarType.Float64).reshape(output.shape);

    private static Func<Tensor, Tensor> Function(string name)
    {
        Tensor Other() => torch.tensor(new double[] { 0.7, -1.1, 0.4, 1.9, -0.6, 1.2 }, [2, 3]);
        return name switch
        {
            "add" => x => x + Other(),
            "sub" => x => Other() - x,
            "mul" => x => x * Other() * x,
            "div" => x => Other() / x + x / 3,
            "rsub" => x => 2 - x,
            "pow" => x => x.abs().pow(2.5),
            "exp" => x => x.exp(),
            "log" => x => (x + 2).log(),
            "sqrt" => x => (x + 2).sqrt(),
            "square" => x => x.square(),
            "sigmoid" => x => x.sigmoid(),
            "softplus" => x => nn.functional.softplus(x),
            "tanh" => x => x.tanh(),
            "relu" => x => x.relu(),
            "clamp" => x => x.clamp(-1, 1),
            "neg" => x => -x,
            "sum" => x => x.square().sum(1),
            "mean" => x => x.square().mean([0]),
            "matmul" => x => x.matmul(x.t()),
            "mm" => x => x.t().mm(x),
            "t" => x => x.t().square(),
            "reshape" => x => x.reshape(3, 2).square(),
            "flatten" => x => x.flatten().square(),
            "permute" => x => x.permute(1, 0).contiguous().view(-1).square(),
            "narrow" => x => x.narrow(1, 1, 2).square(),
            "select" => x => x.select(1, 2).square(),
            "slice" => x => x[TensorIndex.Colon, TensorIndex.Slice(0, 3, 2)].square(),
            "index_select" => x => x.index_select(1, torch.tensor(new long[] { 2, 2, 0 })).square(),
            "cat" => x => torch.cat([x, x.square()], 1),
            "stack" => x => torch.stack([x, x.square()], 1),
            "unsqueeze" => x => x.unsqueeze(1).squeeze(1).square(),
            "expand" => x => x.select(0, 0).expand(4, 3).square(),
            "gelu" => x => nn.functional.gelu(x),
            "silu" => x => nn.functional.silu(x),
            "elu" => x => nn.functional.elu(x, 1.0),
            "leaky_relu" => x => nn.functional.leaky_relu(x, 0.1),
            "hardswish" => x => nn.functional.hardswish(x),
            "softmax" => x => nn.functional.softmax(x, 1),
            "logsumexp" => x => x.logsumexp(1),
            "max" => x => x.max(1).values,
            "linear" => x => nn.functional.linear(x, Other(), torch.tensor(new double[] { 1, 2 })).square(),
            "mse_loss" => x => nn.functional.mse_loss(x, Other(), nn.Reduction.Sum),
            "bce_logits" => x => nn.functional.binary_cross_entropy_with_logits(x, Other().sigmoid(), reduction: nn.Reduction.Sum),
            "abs" => x => x.abs(),
            "where" => x => torch.where(x > 0.5, x.square(), -x),
            "var" => x => x.var(1),
            _ => throw new ArgumentException(name),
        };
    }
}
