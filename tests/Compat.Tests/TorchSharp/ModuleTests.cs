using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaePipeline.Compat.Tests.TorchSharpPackage;

public sealed class ModuleTests
{
    [Fact]
    public void Fields_are_registered_in_order_under_their_names()
    {
        using var network = new Network();

        Assert.Equal(["body", "head", "scale", "offset"], network.named_children().Select(child => child.name)
            .Concat(network.named_parameters(false).Select(item => item.name)).Concat(network.named_buffers(false).Select(item => item.name)));
        Assert.Equal(
            ["scale", "body.0.weight", "body.0.bias", "body.2.weight", "head.weight", "head.bias"],
            network.named_parameters().Select(item => item.name));
        Assert.Equal(["body", "head", "body.0", "body.1", "body.2"], network.named_modules().Select(item => item.name));
    }

    [Fact]
    public void State_dict_makes_another_network_equal()
    {
        using var first = new Network();
        using var second = new Network();
        using Tensor input = torch.randn(3, 4);
        Assert.False(first.call(input).allclose(second.call(input)));

        (IList<string> missing, IList<string> unexpected) = second.load_state_dict(first.state_dict());

        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.True(first.call(input).Equals(second.call(input)));
        Assert.Equal(first.state_dict().Keys.Order(), second.state_dict().Keys.Order());
        Assert.Contains("offset", first.state_dict().Keys);
    }

    [Fact]
    public void State_dict_of_another_network_is_refused()
    {
        using var network = new Network();
        Dictionary<string, Tensor> state = network.state_dict();
        state.Remove("head.bias");

        Assert.Throws<InvalidOperationException>(() => network.load_state_dict(state));
        Assert.Equal(["head.bias"], network.load_state_dict(state, strict: false).missing_keys);
    }

    [Fact]
    public void Training_mode_reaches_every_submodule()
    {
        using var network = new Network();
        Assert.True(network.training);

        network.eval();
        Assert.All(network.modules(), module => Assert.False(module.training));
        network.train();
        Assert.All(network.modules(), module => Assert.True(module.training));
    }

    [Fact]
    public void Sequential_has_children_by_position_and_an_indexer()
    {
        using Sequential chain = nn.Sequential(nn.Linear(2, 3), nn.ReLU());
        using Sequential named = nn.Sequential(("first", nn.Linear(2, 3)), ("second", nn.Tanh()));

        Assert.Equal(["0", "1"], chain.named_children().Select(child => child.name));
        Assert.Equal(["first", "second"], named.named_children().Select(child => child.name));
        Assert.Equal(2, chain.Count);
        Assert.IsType<ReLU>(chain[1]);
        Assert.Equal(["first.weight", "first.bias"], named.state_dict().Keys);
    }

    [Fact]
    public void Hooks_run_around_call_and_can_be_removed()
    {
        using Linear layer = nn.Linear(2, 3);
        using Tensor input = torch.ones(4, 2);
        var seen = new List<string>();
        var before = layer.register_forward_pre_hook((_, x) =>
        {
            seen.Add($"in {x.shape[1]}");
            return x;
        });
        layer.register_forward_hook((_, _, y) =>
        {
            seen.Add($"out {y.shape[1]}");
            return y;
        });

        layer.call(input);
        before.remove();
        layer.call(input);
        layer.forward(input);

        Assert.Equal(["in 2", "out 3", "out 3"], seen);
    }

    [Fact]
    public void Module_of_two_inputs_is_called_with_both()
    {
        using var sum = new Sum();

        Assert.Equal(5f, sum.call(torch.tensor(2f), torch.tensor(3f)).item<float>());
    }

    [Fact]
    public void Conversion_changes_parameters_and_buffers_in_place_of_the_fields()
    {
        using var network = new Network();

        network.to(ScalarType.Float64);

        Assert.All(network.state_dict().Values, tensor => Assert.Equal(ScalarType.Float64, tensor.dtype));
        Assert.Equal([3, 2], network.call(torch.zeros(3, 4, dtype: ScalarType.Float64)).shape);
    }

    [Fact]
    public void Zero_grad_clears_all_gradients()
    {
        using var network = new Network();
        network.call(torch.ones(1, 4)).sum().backward();
        Assert.All(network.parameters(), parameter => Assert.NotNull(parameter.grad));

        network.zero_grad();

        Assert.All(network.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void Parameter_takes_over_its_data()
    {
        Tensor data = torch.ones(2);

        using var parameter = new Parameter(data);

        Assert.True(parameter.requires_grad);
        Assert.True(data.IsInvalid);
    }

    [Fact]
    public void Module_list_registers_its_items()
    {
        using var network = new Stack();

        Assert.Equal(["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"], network.named_parameters().Select(item => item.name));
    }

    private sealed class Network : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential body = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 3, hasBias: false));
        private readonly Linear head = nn.Linear(3, 2);
        private readonly Parameter scale = new(torch.ones(1));
        private readonly Tensor offset = torch.zeros(1);

        public Network()
            : base(nameof(Network)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(body.call(input)) * scale + offset;

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                scale.Dispose();
                offset.Dispose();
                body.Dispose();
                head.Dispose();
            }
            base.Dispose(disposing);
        }
    }

    private sealed class Stack : nn.Module<Tensor, Tensor>
    {
        private readonly ModuleList<Linear> layers = nn.ModuleList<Linear>(nn.Linear(2, 2), nn.Linear(2, 2));

        public Stack()
            : base(nameof(Stack)) => RegisterComponents();

        public override Tensor forward(Tensor input) => layers[1].call(layers[0].call(input));

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                layers.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class Sum() : nn.Module<Tensor, Tensor, Tensor>(nameof(Sum))
    {
        public override Tensor forward(Tensor input1, Tensor input2) => input1 + input2;
    }
}
