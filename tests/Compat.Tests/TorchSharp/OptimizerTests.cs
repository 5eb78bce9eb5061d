using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaePipeline.Compat.Tests.TorchSharpPackage;

public sealed class OptimizerTests
{
    private static readonly double[] Gradients = [0.5, -1, 2];

    [Fact]
    public void Adam_takes_three_steps_as_worked_by_hand()
    {
        // lr 0.1, β 0.9 / 0.999, ε 1e-8, from 1. Step 1: m̂ = 0.5, √v̂ = 0.5: 1 - 0.1 / (1 + 2e-8).
        // Step 2: m = -0.055, m̂ = -0.28947368; v = 0.00124975, v̂ = 0.62518759, √v̂ = 0.79068806: + 0.03661035.
        // Step 3: m = 0.1505, m̂ = 0.55535055; v = 0.00524850, v̂ = 1.75125067, √v̂ = 1.32334827: - 0.04196556.
        double[] expected = [0.9, 0.93661035, 0.89464479];

        Assert.Equal(expected, Steps(parameter => optim.Adam([parameter], lr: 0.1)), CloseTo(1e-8));
    }

    [Fact]
    public void AdamW_shrinks_the_parameter_before_the_step()
    {
        // One step from 1: 1 (1 - 0.1 * 0.5) - 0.1.
        Assert.Equal(0.85, Steps(parameter => optim.AdamW([parameter], lr: 0.1, weight_decay: 0.5))[0], 1e-7);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 0.3)]
    [InlineData(true, 0)]
    [InlineData(true, 0.3)]
    public void Adam_in_single_precision_follows_double_precision(bool decoupled, double decay)
    {
        // One pass of our own against the engine's operators; 1,003 numbers: no multiple of a vector.
        float[][] found = [.. new[] { ScalarType.Float32, ScalarType.Float64 }.Select(type =>
        {
            using DisposeScope scope = NewDisposeScope();
            using var parameter = new Parameter(linspace(-2, 3, 1003, type));
            using optim.Optimizer optimizer = decoupled
                ? optim.AdamW([parameter], lr: 0.01, weight_decay: decay)
                : optim.Adam([parameter], lr: 0.01, weight_decay: decay);
            for (int step = 1; step <= 5; step++)
            {
                optimizer.zero_grad();
                ((parameter * parameter).sum() * step).backward();
                optimizer.step();
            }
            return parameter.detach().to(ScalarType.Float32).data<float>().ToArray();
        })];

        Assert.All(found[0].Zip(found[1]), pair => Assert.Equal(pair.Second, pair.First, 2e-6f));
    }

    [Fact]
    public void SGD_with_momentum()
    {
        // Velocities 0.5, -0.55, 1.505 at momentum 0.9.
        Assert.Equal([0.95, 1.005, 0.8545], Steps(parameter => optim.SGD([parameter], 0.1, momentum: 0.9)), CloseTo(1e-12));
    }

    [Fact]
    public void Adam_state_is_readable_and_restores_exactly()
    {
        using Parameter first = Leaf(), second = Leaf();
        using Adam source = optim.Adam([first], lr: 0.1);
        using Adam target = optim.Adam([second], lr: 0.7);
        Step(source, first, 0.5);
        Step(source, first, -1);

        var state = (Adam.State)source.state_dict().State[0];
        Assert.Equal(2, state.step);
        Assert.Equal(-0.055, state.exp_avg.item<double>(), 1e-12);
        Assert.Equal(0.00124975, state.exp_avg_sq.item<double>(), 1e-12);

        target.load_state_dict(source.state_dict());
        using (no_grad())
            second.copy_(first);
        Step(source, first, 2);
        Step(target, second, 2);
        Assert.Equal(first.item<double>(), second.item<double>());
        Assert.Equal(0.1, target.ParamGroups.Single().LearningRate);
    }

    [Fact]
    public void Learning_rate_of_a_group_can_be_set()
    {
        using Parameter parameter = Leaf();
        using Adam adam = optim.Adam([parameter], lr: 0.1);

        foreach (optim.ILearningRateController group in adam.ParamGroups)
            group.LearningRate = 0.01;
        Step(adam, parameter, 3);

        Assert.Equal(0.99, parameter.item<double>(), 1e-8);
    }

    [Fact]
    public void A_parameter_without_gradient_stays()
    {
        using Parameter parameter = Leaf();
        using Adam adam = optim.Adam([parameter]);

        adam.step();

        Assert.Equal(1, parameter.item<double>());
        Assert.Equal(0, ((Adam.State)adam.state_dict().State[0]).step);
    }

    [Fact]
    public void Steps_leave_no_tensors_behind()
    {
        using Parameter parameter = Leaf();
        using Adam adam = optim.Adam([parameter]);
        Step(adam, parameter, 1);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (int i = 0; i < 5; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            adam.zero_grad();
            (parameter * 2).sum().backward();
            adam.step();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Gradients_are_clipped_to_their_common_norm()
    {
        using var first = new Parameter(torch.zeros(1));
        using var second = new Parameter(torch.zeros(1));
        first.grad = torch.tensor(new float[] { 3 });
        second.grad = torch.tensor(new float[] { 4 });

        Assert.Equal(5, nn.utils.clip_grad_norm_([first, second], 1), 1e-5);
        Assert.Equal(0.6f, first.grad!.item<float>(), 1e-5f);
        Assert.Equal(0.8f, second.grad!.item<float>(), 1e-5f);
    }

    [Fact]
    public void Schedulers_set_the_rates_of_their_formulas()
    {
        Assert.Equal([1, 0.5, 0.5, 0.25], Rates(adam => optim.lr_scheduler.StepLR(adam, 2, 0.5)), CloseTo(1e-12));
        Assert.Equal([0.5, 0.25, 0.125, 0.0625], Rates(adam => optim.lr_scheduler.ExponentialLR(adam, 0.5)), CloseTo(1e-12));
        Assert.Equal([0.75, 0.5, 0.25, 0], Rates(adam => optim.lr_scheduler.LambdaLR(adam, epoch => 1 - (epoch / 4.0))), CloseTo(1e-12));
        // (1 + cos(π t / 4)) / 2.
        Assert.Equal([0.85355339, 0.5, 0.14644661, 0], Rates(adam => optim.lr_scheduler.CosineAnnealingLR(adam, 4)), CloseTo(1e-8));
    }

    private static double[] Steps(Func<Parameter, OptimizerHelper> make)
    {
        using Parameter parameter = Leaf();
        using OptimizerHelper optimizer = make(parameter);
        return [.. Gradients.Select(gradient => Step(optimizer, parameter, gradient))];
    }

    private static double Step(OptimizerHelper optimizer, Parameter parameter, double gradient)
    {
        using Tensor tensor = torch.tensor(new[] { gradient });
        parameter.grad = tensor;
        optimizer.step();
        return parameter.item<double>();
    }

    private static double[] Rates(Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> make)
    {
        using Parameter parameter = Leaf();
        using Adam adam = optim.Adam([parameter], lr: 1);
        optim.lr_scheduler.LRScheduler scheduler = make(adam);
        return [.. Enumerable.Range(0, 4).Select(_ =>
        {
            scheduler.step();
            return adam.ParamGroups.Single().LearningRate;
        })];
    }

    private static Parameter Leaf() => new(torch.ones(1, dtype: ScalarType.Float64));

    private static EqualityComparer<double> CloseTo(double tolerance) =>
        EqualityComparer<double>.Create((left, right) => Math.Abs(left - right) <= tolerance);
}
