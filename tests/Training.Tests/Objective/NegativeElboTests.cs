using TorchSharp;
using VaePipeline.Contracts.Models;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Objective;
using static TorchSharp.torch;

namespace VaePipeline.Training.Tests.Objective;

public sealed class NegativeElboTests
{
    [Fact]
    public void Kl_divergence_sums_over_latents_and_averages_over_images()
    {
        using var scope = NewDisposeScope();
        var mean = tensor(new float[] { 1, 0, 0, 2 }, [2, 2]);
        var logVariance = tensor(new float[] { 0, 0, MathF.Log(4), 0 }, [2, 2]);

        double divergence = NegativeElbo.KlDivergence(mean, logVariance).sum().ToDouble();

        // (σ² + μ² - ln σ² - 1) / 2: 1/2 and 0; (4 - ln 4 - 1) / 2 and 2.
        Assert.Equal((0.5 + ((3 - Math.Log(4)) / 2) + 2) / 2, divergence, 1e-6);
    }

    [Fact]
    public void Sample_scales_noise_by_the_standard_deviation()
    {
        using var scope = NewDisposeScope();

        var sample = NegativeElbo.Sample(
            tensor(new float[] { 1, -1 }, [1, 2]), tensor(new float[] { MathF.Log(9), 0 }, [1, 2]), tensor(new float[] { 2, -0.5f }, [1, 2]));

        Assert.Equal(7, sample[0, 0].ToSingle(), 1e-5f);
        Assert.Equal(-1.5f, sample[0, 1].ToSingle(), 1e-6f);
    }

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
