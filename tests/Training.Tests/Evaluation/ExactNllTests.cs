using TorchSharp;
using VaePipeline.Contracts.Models;
using VaePipeline.Data.Images;
using VaePipeline.Training.Evaluation;

namespace VaePipeline.Training.Tests.Evaluation;

public sealed class ExactNllTests
{
    private static readonly float[] OneLatent = [1.5f, -2];
    private static readonly float[] TwoLatents = [1.5f, -1, -2, 0.5f, 0.75f, 3];

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 3000)]
    [InlineData(2, 7)]
    public void Measure_of_a_decoder_that_ignores_its_latents_is_ln_2_a_pixel_on_any_grid(int latents, int grid)
    {
        using var vae = HandMadeVae.Create(new float[4 * latents], new float[4]);

        double nll = ExactNll.Measure(vae, Images(4, 0, 1, 128, 255, 9, 9, 9, 9), 2, grid, _ => { }, CancellationToken.None);

        Assert.Equal(4 * Math.Log(2), nll, 1e-6);
    }

    [Fact]
    public void Measure_with_a_gaussian_that_ignores_its_latents_is_its_density()
    {
        using var vae = HandMadeVae.Create([0f, 0f], [0f], gaussianSigma: 0.5);

        double nll = ExactNll.Measure(vae, Images(1, 255), 1, 10, _ => { }, CancellationToken.None);

        // The mean is 0.5, one σ from the pixel 1: ½ + ln 0.5 + ½ ln 2π.
        Assert.Equal(0.5 + Math.Log(0.5) + (0.5 * Math.Log(2 * Math.PI)), nll, 1e-6);
    }

    // Expected values: exact_nll.py in this folder. The midpoint rule's own error is some 1e-6 on these grids, float32
    // arithmetic adds as much.
    [Theory]
    [InlineData(null, 1.3770027240)]
    [InlineData(0.1, -0.1026383425)]
    public void Measure_of_one_latent_and_linear_logits_is_the_integral(double? sigma, double expected)
    {
        using var vae = HandMadeVae.Create(OneLatent, [0.25f, 0.5f], gaussianSigma: sigma);

        double nll = ExactNll.Measure(vae, Images(2, 255, 51), 1, 20_000, _ => { }, CancellationToken.None);

        Assert.Equal(expected, nll, 1e-5);
    }

    [Theory]
    [InlineData(null, 1.7955357622)]
    [InlineData(0.1, -1.1493795619)]
    public void Measure_of_two_latents_and_linear_logits_is_the_integral(double? sigma, double expected)
    {
        using var vae = HandMadeVae.Create(TwoLatents, [0.25f, 0.5f, -1], gaussianSigma: sigma);

        double nll = ExactNll.Measure(vae, Images(3, 255, 51, 0), 1, 400, _ => { }, CancellationToken.None);

        Assert.Equal(expected, nll, 1e-5);
    }

    [Fact]
    public void Measure_decodes_each_point_once_in_small_batches_and_keeps_no_tensor()
    {
        var batches = new List<long>();
        using var vae = HandMadeVae.Create(TwoLatents, [0.25f, 0.5f, -1], batches: batches);
        var images = Images(3, [.. Enumerable.Range(0, 3 * 2500).Select(i => (byte)(i * 7))]);
        var shares = new List<double>();
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        double all = ExactNll.Measure(vae, images, 2500, 60, shares.Add, CancellationToken.None);

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        Assert.Equal(60 * 60, batches.Sum());
        Assert.All(batches, size => Assert.InRange(size, 1, 512));
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);
        double first = ExactNll.Measure(vae, images, 1, 60, _ => { }, CancellationToken.None);
        Assert.NotEqual(first, all);
    }

    [Fact]
    public void Measure_of_many_images_is_the_mean_over_them()
    {
        using var vae = HandMadeVae.Create(TwoLatents, [0.25f, 0.5f, -1]);
        byte[] pixels = [.. Enumerable.Range(0, 3 * 5).Select(i => (byte)(i * 37))];

        double all = ExactNll.Measure(vae, Images(3, pixels), 5, 40, _ => { }, CancellationToken.None);

        double mean = pixels.Chunk(3).Average(image => ExactNll.Measure(vae, Images(3, image), 1, 40, _ => { }, CancellationToken.None));
        Assert.Equal(mean, all, 1e-6);
    }

    [Fact]
    public void Measure_stops_when_cancelled()
    {
        using var vae = HandMadeVae.Create(OneLatent, [0.25f, 0.5f]);

        Assert.Throws<OperationCanceledException>(() => ExactNll.Measure(vae, Images(2, 0, 0), 1, 10, _ => { }, new CancellationToken(canceled: true)));
    }

    internal static ImageSet Images(int pixels, params byte[] values) =>
        new(values.Length / pixels, new ImageShape(1, 1, pixels), values, Labels: null);
}
