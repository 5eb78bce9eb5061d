using TorchSharp;
using VaePipeline.Contracts.Models;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Objective;
using static TorchSharp.torch;

namespace VaePipeline.Training.Tests.Objective;

public sealed class ReconstructionTests
{
    private static readonly float Ln3 = MathF.Log(3);
    private static readonly ImageShape TwoPixels = new(1, 1, 2);

    [Fact]
    public void Mean_sums_over_pixels_and_averages_over_images()
    {
        using var scope = NewDisposeScope();
        using var vae = VaeNetworks.Create("mlp", TwoPixels, latentSize: 1, seed: 1);
        var logits = tensor(new float[] { 0, Ln3, -Ln3, 0 }, [2, 1, 1, 2]);
        var images = tensor(new float[] { 0.5f, 1, 0, 0.25f }, [2, 1, 1, 2]);

        double loss = Reconstruction.Mean(vae, logits, images).ToDouble();

        // Logit 0 costs ln 2 whatever the pixel; ln 3 means p = 3/4, so a right 1 or 0 costs ln(4/3).
        Assert.Equal(((2 * Math.Log(2)) + (2 * Math.Log(4.0 / 3))) / 2, loss, 1e-6);
    }

    [Fact]
    public void Mean_stays_finite_where_a_sigmoid_would_saturate()
    {
        using var scope = NewDisposeScope();
        using var vae = VaeNetworks.Create("mlp", TwoPixels, latentSize: 1, seed: 1);

        double loss = Reconstruction.Mean(vae, tensor(new float[] { 200, -200 }, [1, 1, 1, 2]), zeros([1, 1, 1, 2])).ToDouble();

        // -ln(1 - sigmoid(200)) = 200, and the other pixel is right.
        Assert.Equal(200, loss, 1e-4);
    }

    [Fact]
    public void Gaussian_costs_the_squared_distance_over_the_variance_and_its_normalization()
    {
        using var scope = NewDisposeScope();
        using var vae = VaeNetworks.Create(new NetworkOptions { Name = "mlp", LatentSize = 1, Likelihood = Likelihood.Gaussian }, TwoPixels, seed: 1);
        using (no_grad())
        {
            vae.LogSigma!.fill_(MathF.Log(0.5f)); // not null: the likelihood has one
        }

        // Logit 0 is the mean 1/2, ln 3 the mean 3/4.
        var each = Reconstruction.Each(vae, tensor(new float[] { 0, 0, Ln3, 0 }, [2, 1, 1, 2]), tensor(new float[] { 1, 0, 0.75f, 0.5f }, [2, 1, 1, 2]));

        // A pixel: d² / 2σ² + ln σ + ½ ln 2π with σ = 1/2; d is 1/2 and 1/2, then 0 and 0.
        double normalization = 2 * (Math.Log(0.5) + (0.5 * Math.Log(2 * Math.PI)));
        Assert.Equal((2 * 0.5) + normalization, each[0].ToDouble(), 1e-5);
        Assert.Equal(normalization, each[1].ToDouble(), 1e-5);
    }

    [Theory]
    [InlineData("bernoulli")]
    [InlineData("gaussian")]
    public void Mean_is_the_mean_of_each(string likelihood)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(4);
        using var vae = VaeNetworks.Create(
            new NetworkOptions { Name = "mlp", LatentSize = 1, Likelihood = Enum.Parse<Likelihood>(likelihood, ignoreCase: true) }, new ImageShape(3, 4, 4), seed: 1);
        var logits = randn([5, 3, 4, 4], generator: generator);
        var images = rand([5, 3, 4, 4], generator: generator);

        Assert.Equal(Reconstruction.Each(vae, logits, images).mean().ToDouble(), Reconstruction.Mean(vae, logits, images).ToDouble(), 1e-4);
    }
}
