using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaePipeline.Compat.Tests.TorchSharpPackage;

public sealed class RandomTests
{
    [Fact]
    public void Same_seed_gives_the_same_numbers_and_weights()
    {
        torch.manual_seed(7);
        using Tensor first = torch.randn(10);
        using Linear firstLayer = nn.Linear(3, 3);
        torch.manual_seed(7);
        using Tensor second = torch.randn(10);
        using Linear secondLayer = nn.Linear(3, 3);
        torch.manual_seed(8);
        using Tensor third = torch.randn(10);

        Assert.Equal(first.data<float>().ToArray(), second.data<float>().ToArray());
        Assert.Equal(firstLayer.weight.data<float>().ToArray(), secondLayer.weight.data<float>().ToArray());
        Assert.NotEqual(first.data<float>().ToArray(), third.data<float>().ToArray());
    }

    [Fact]
    public void A_generator_has_its_own_state_that_can_be_put_back()
    {
        using var generator = new Generator(3);
        using Tensor state = generator.get_state();

        using Tensor first = torch.randn([4], generator: generator);
        using Tensor other = torch.zeros(4).uniform_(0, 1, generator);
        generator.set_state(state);
        using Tensor second = torch.randn([4], generator: generator);

        Assert.Equal(first.data<float>().ToArray(), second.data<float>().ToArray());
        Assert.NotEqual(first.data<float>().ToArray(), other.data<float>().ToArray());
        Assert.Equal(3, generator.initial_seed());
    }

    [Fact]
    public void The_common_state_can_be_put_back()
    {
        using Tensor state = torch.get_rng_state();
        using Tensor first = torch.rand(4);
        torch.set_rng_state(state);
        using Tensor second = torch.rand(4);

        Assert.Equal(first.data<float>().ToArray(), second.data<float>().ToArray());
    }

    [Fact]
    public void Randperm_is_a_permutation_of_the_seed()
    {
        using var first = new Generator(5);
        using var second = new Generator(5);
        long[] order = torch.randperm(100, generator: first).data<long>().ToArray();

        Assert.Equal(order, torch.randperm(100, generator: second).data<long>().ToArray());
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), order.Order());
        Assert.NotEqual(order.Order(), order);
    }

    [Fact]
    public void Draws_lie_where_they_should()
    {
        using var generator = new Generator(11);
        using Tensor normal = torch.zeros(10_000).normal_(2, 0.5, generator);
        using Tensor whole = torch.randint(3, 6, [1000], generator: generator);

        // Standard errors are 0.005 and 0.0035: six of them.
        Assert.Equal(2f, normal.mean().item<float>(), 0.03f);
        Assert.Equal(0.5f, normal.std().item<float>(), 0.022f);
        Assert.Equal([3L, 4, 5], whole.data<long>().ToArray().Distinct().Order());
    }
}
