using TorchSharp;
using VaePipeline.Training.Networks;
using static TorchSharp.torch;

namespace VaePipeline.Training.Tests.Networks;

public sealed class DiagonalGaussianTests
{
    [Fact]
    public void KlFromPrior_is_summed_over_latents_and_averaged_over_images()
    {
        using var scope = NewDisposeScope();
        var posterior = new DiagonalGaussian(tensor(new float[] { 1, 0, 0, 2 }, [2, 2]), tensor(new float[] { 0, 0, MathF.Log(4), 0 }, [2, 2]));

        double divergence = posterior.KlFromPrior().sum().ToDouble();

        // (σ² + μ² - ln σ² - 1) / 2: 1/2 and 0; (4 - ln 4 - 1) / 2 and 2.
        Assert.Equal((0.5 + ((3 - Math.Log(4)) / 2) + 2) / 2, divergence, 1e-6);
    }

    [Fact]
    public void Sample_scales_noise_by_the_standard_deviation()
    {
        using var scope = NewDisposeScope();
        var posterior = new DiagonalGaussian(tensor(new float[] { 1, -1 }, [1, 2]), tensor(new float[] { MathF.Log(9), 0 }, [1, 2]));

        var sample = posterior.Sample(tensor(new float[] { 2, -0.5f }, [1, 2]));

        Assert.Equal(7, sample[0, 0].ToSingle(), 1e-5f);
        Assert.Equal(-1.5f, sample[0, 1].ToSingle(), 1e-6f);
    }

    [Fact]
    public void LogRatio_is_the_weighted_difference_of_both_log_densities()
    {
        using var scope = NewDisposeScope();
        var posterior = new DiagonalGaussian(tensor(new float[] { 1 }, [1, 1]), tensor(new float[] { MathF.Log(4) }, [1, 1]));
        var eps = tensor(new float[] { 0.5f, -1 }, [2, 1, 1]);

        float[] ratios = posterior.LogRatio(posterior.Sample(eps), eps, weight: 2).data<float>().ToArray();

        // z = 2 and -1, σ = 2: 2 (-z²/2 + ε²/2 + ln σ).
        Assert.Equal((2 * (-2 + 0.125 + Math.Log(2))), ratios[0], 1e-5);
        Assert.Equal((2 * (-0.5 + 0.5 + Math.Log(2))), ratios[1], 1e-5);
    }

    [Fact]
    public void LogPriorOfNoise_is_the_priors_log_density_and_ln_sigma()
    {
        using var scope = NewDisposeScope();
        var posterior = new DiagonalGaussian(zeros([1, 2]), tensor(new float[] { MathF.Log(4), 0 }, [1, 2]));

        double density = posterior.LogPriorOfNoise(tensor(new float[] { 2, 1 }, [1, 2])).ToDouble();

        Assert.Equal(-2 - 0.5 + Math.Log(2), density, 1e-6);
    }

    [Fact]
    public void Select_takes_images_in_any_order_and_number()
    {
        using var scope = NewDisposeScope();
        var posterior = new DiagonalGaussian(tensor(new float[] { 1, 2 }, [2, 1]), tensor(new float[] { 3, 4 }, [2, 1]));

        var (mean, logVariance) = posterior.Select(tensor(new long[] { 1, 0, 1 }));

        Assert.Equal([2, 1, 2], mean.data<float>().ToArray());
        Assert.Equal([4, 3, 4], logVariance.data<float>().ToArray());
    }
}
