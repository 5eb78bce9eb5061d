using TorchSharp;
using VaePipeline.Contracts.Models;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Objective;
using static TorchSharp.torch;

namespace VaePipeline.Training.Tests.Objective;

public sealed class NegativeElboTests
{
    [Fact]
    public void Gradients_reach_every_parameter()
    {
        using var scope = NewDisposeScope();
        using var vae = VaeNetworks.Create("keras", new ImageShape(1, 28, 28), latentSize: 2, seed: 3);
        using var generator = new Generator(7);

        var (reconstruction, klDivergence) = NegativeElbo.Compute(
            vae, rand([8, 1, 28, 28], generator: generator), randn([8, 2], generator: generator));
        (reconstruction + klDivergence).backward();

        Assert.All(vae.named_parameters(), entry =>
        {
            var gradient = entry.parameter.grad;
            Assert.True(gradient is not null, entry.name);
            Assert.True(gradient.abs().sum().ToDouble() > 0, entry.name);
        });
    }
}
