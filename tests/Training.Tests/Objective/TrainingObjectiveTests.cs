using TorchSharp;
using VaePipeline.Contracts.Models;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Objective;
using static TorchSharp.torch;

namespace VaePipeline.Training.Tests.Objective;

public sealed class TrainingObjectiveTests
{
    private static readonly ImageShape Small = new(1, 4, 4);

    [Fact]
    public void Loss_of_one_sample_is_the_negative_elbo()
    {
        using var scope = NewDisposeScope();
        using var vae = VaeNetworks.Create("mlp", Small, latentSize: 2, seed: 1);
        var (images, eps) = Draw(1);

        var (loss, reconstruction, klDivergence) = new TrainingObjective(0, 1).Compute(vae, images, images, eps, klWeight: 1);

        var terms = NegativeElbo.Compute(vae, images, eps[0]);
        Assert.Equal(terms.Reconstruction.ToDouble(), reconstruction.ToDouble(), 1e-5);
        Assert.Equal(terms.KlDivergence.ToDouble(), klDivergence.ToDouble(), 1e-5);
        Assert.Equal(reconstruction.ToDouble() + klDivergence.ToDouble(), loss.ToDouble(), 1e-5);
    }

    [Fact]
    public void Kl_weight_scales_the_divergence_alone()
    {
        using var scope = NewDisposeScope();
        using var vae = VaeNetworks.Create("mlp", Small, latentSize: 2, seed: 1);
        var (images, eps) = Draw(1);

        var (loss, reconstruction, klDivergence) = new TrainingObjective(0, 1).Compute(vae, images, images, eps, klWeight: 4);

        Assert.Equal(reconstruction.ToDouble() + (4 * klDivergence.ToDouble()), loss.ToDouble(), 1e-4);
    }

    [Fact]
    public void Free_bits_are_the_least_that_a_latent_costs()
    {
        using var scope = NewDisposeScope();
        using var vae = VaeNetworks.Create("mlp", Small, latentSize: 2, seed: 1);
        var (images, eps) = Draw(1);

        var (loss, reconstruction, klDivergence) = new TrainingObjective(FreeBits: 50, 1).Compute(vae, images, images, eps, klWeight: 1);

        // Fresh weights: both latents lie far below 50 nats.
        Assert.InRange(klDivergence.ToDouble(), 0, 40);
        Assert.Equal(reconstruction.ToDouble() + 100, loss.ToDouble(), 1e-4);
    }

    [Fact]
    public void Importance_weighted_bound_is_the_log_mean_of_the_weights()
    {
        using var scope = NewDisposeScope();
        using var vae = VaeNetworks.Create("mlp", Small, latentSize: 2, seed: 1);
        var (images, eps) = Draw(5);

        double loss = new TrainingObjective(0, 5).Compute(vae, images, images, eps, klWeight: 1).Loss.ToDouble();

        // By the definition: ln 1/K sum_k p(x|z_k) N(z_k; 0, I) / q(z_k|x), one image after the other, in double.
        var (mean, logVariance) = vae.Encoder.call(images);
        double expected = 0;
        for (int n = 0; n < 3; n++)
        {
            double sum = 0;
            for (int k = 0; k < 5; k++)
            {
                double logRatio = 0;
                float[] latent = new float[2];
                for (int d = 0; d < 2; d++)
                {
                    double mu = mean[n, d].ToDouble(), s = logVariance[n, d].ToDouble(), e = eps[k, n, d].ToDouble();
                    double z = mu + (Math.Exp(s / 2) * e);
                    latent[d] = (float)z;
                    logRatio += (-z * z / 2) + (e * e / 2) + (s / 2);
                }

                double cost = Reconstruction.Each(vae, vae.Decoder.call(tensor(latent, [1, 2])), images[n].unsqueeze(0)).ToDouble();
                sum += Math.Exp(logRatio - cost);
            }

            expected -= Math.Log(sum / 5) / 3;
        }

        Assert.Equal(expected, loss, 1e-4);
    }

    private static (Tensor Images, Tensor Eps) Draw(int samples)
    {
        using var generator = new Generator(7);
        return (rand([3, 1, 4, 4], generator: generator), randn([samples, 3, 2], generator: generator));
    }
}
