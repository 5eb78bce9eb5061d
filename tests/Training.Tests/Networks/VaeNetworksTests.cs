using TorchSharp;
using VaePipeline.Contracts.Models;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Objective;
using static TorchSharp.torch;

namespace VaePipeline.Training.Tests.Networks;

public sealed class VaeNetworksTests
{
    [Theory]
    // Weights and biases: encoder body, two heads, decoder.
    [InlineData("mlp", 8, 2, (30 * 8) + 8 + (8 * 8) + 8, (8 * 3 * 2) + 6, (3 * 8) + 8 + (8 * 8) + 8 + (8 * 30) + 30)]
    [InlineData("residual", 8, 2, (30 * 8) + 8 + (2 * 2 * ((8 * 8) + 8)), (8 * 3 * 2) + 6, (64 * 3) + 64 + (67 * 8) + 8 + (2 * 2 * ((8 * 8) + 8)) + (8 * 30) + 30)]
    public void Dense_networks_have_the_layers_that_width_and_depth_say(string name, int width, int depth, long body, long heads, long decoder)
    {
        using var vae = VaeNetworks.Create(new NetworkOptions { Name = name, LatentSize = 3, Width = width, Depth = depth }, new ImageShape(2, 5, 3), seed: 1);

        Assert.Equal(body + heads, vae.Encoder.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(decoder, vae.Decoder.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void Keras_doubles_its_channels_with_each_stage()
    {
        using var vae = VaeNetworks.Create(new NetworkOptions { Width = 4, Depth = 3, LatentSize = 2 }, new ImageShape(3, 16, 8), seed: 1);

        var shapes = vae.named_parameters().Where(entry => entry.parameter.shape.Length == 4).Select(entry => string.Join('x', entry.parameter.shape));

        Assert.Equal(["4x3x3x3", "8x4x3x3", "16x8x3x3", "16x16x3x3", "16x8x3x3", "8x4x3x3", "4x3x3x3"], shapes);
    }

    [Theory]
    [InlineData("keras", 1, 12, 8)]
    [InlineData("keras", 3, 8, 4)]
    [InlineData("mlp", 1, 5, 7)]
    [InlineData("residual", 3, 3, 5)]
    public void Every_network_trains_on_every_shape_that_it_takes(string name, int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(2);
        using var vae = VaeNetworks.Create(
            new NetworkOptions { Name = name, LatentSize = 5, Width = 6, Depth = 2, Likelihood = Likelihood.Gaussian }, new ImageShape(channels, height, width), seed: 1);
        var images = rand([4, channels, height, width], generator: generator);

        var (loss, _, _) = new TrainingObjective(0, 2).Compute(vae, images, images, randn([2, 4, 5], generator: generator), klWeight: 1);
        loss.backward();

        Assert.Equal([4, channels, height, width], vae.Decoder.call(randn([4, 5], generator: generator)).shape);
        Assert.All(vae.named_parameters(), entry => Assert.True(entry.parameter.grad!.abs().sum().ToDouble() > 0, entry.name)); // null fails the test as well
    }

    [Fact]
    public void Gaussian_spread_is_a_parameter_that_starts_at_a_quarter()
    {
        using var gaussian = VaeNetworks.Create(new NetworkOptions { Name = "mlp", Likelihood = Likelihood.Gaussian }, new ImageShape(1, 2, 2), seed: 1);
        using var bernoulli = VaeNetworks.Create("mlp", new ImageShape(1, 2, 2), 2, seed: 1);

        Assert.Equal(0.25, Math.Exp(gaussian.LogSigma!.ToDouble()), 1e-6); // not null: the likelihood has one
        Assert.Contains(gaussian.named_parameters(), entry => entry.name == "log_sigma");
        Assert.Null(bernoulli.LogSigma);
        Assert.DoesNotContain(bernoulli.named_parameters(), entry => entry.name == "log_sigma");
    }
}
