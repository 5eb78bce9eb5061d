using TorchSharp;
using VaePipeline.Training.Evaluation;

namespace VaePipeline.Training.Tests.Evaluation;

public sealed class ImportanceWeightedNllTests
{
    // Below, at and beyond the rows of one decoded batch (512), in many images and in one.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 512, 1)]
    [InlineData(1, 513, 1)]
    [InlineData(700, 3, 1)]
    public void Measure_where_posterior_and_likelihood_say_nothing_is_ln_2_a_pixel(int count, int samples, double scale)
    {
        using var vae = HandMadeVae.Create(new float[4], new float[2]);

        double nll = ImportanceWeightedNll.Measure(vae, ExactNllTests.Images(2, new byte[2 * count]), count, samples, scale, 1, _ => { }, CancellationToken.None);

        Assert.Equal(2 * Math.Log(2), nll, 1e-6);
    }

    // Expected values: exact_nll.py in this folder. The weights' deviation is about their mean, so 200,000 of them leave 0.003.
    [Theory]
    [InlineData(null, 1, 1.7955357622)]
    [InlineData(0.1, 1, -1.1493795619)]
    [InlineData(0.1, 3, -1.1493795619)]
    public void Measure_with_many_samples_of_another_gaussian_comes_to_the_integral(double? sigma, double scale, double expected)
    {
        using var vae = HandMadeVae.Create([1.5f, -1, -2, 0.5f, 0.75f, 3], [0.25f, 0.5f, -1], mean: 0.2f, logVariance: 0.3f, gaussianSigma: sigma);

        double nll = ImportanceWeightedNll.Measure(vae, ExactNllTests.Images(3, 255, 51, 0), 1, 200_000, scale, 1, _ => { }, CancellationToken.None);

        Assert.Equal(expected, nll, 0.02);
    }

    [Fact]
    public void Measure_repeats_its_samples_decodes_small_batches_and_keeps_no_tensor()
    {
        var batches = new List<long>();
        using var vae = HandMadeVae.Create([1.5f, -1, -2, 0.5f], [0.25f, 0.5f], batches: batches);
        var images = ExactNllTests.Images(2, [.. Enumerable.Range(0, 2 * 600).Select(i => (byte)(i * 7))]);
        var shares = new List<double>();
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        double first = ImportanceWeightedNll.Measure(vae, images, 600, 5, 1, 1, shares.Add, CancellationToken.None);

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        Assert.Equal(600 * 5, batches.Sum());
        Assert.All(batches, size => Assert.InRange(size, 1, 512));
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1], 1e-12);
        Assert.Equal(first, ImportanceWeightedNll.Measure(vae, images, 600, 5, 1, 1, _ => { }, CancellationToken.None));
        Assert.NotEqual(first, ImportanceWeightedNll.Measure(vae, images, 600, 5, 1, 2, _ => { }, CancellationToken.None));
    }

    // q(z|x) lies 8 of its deviations off the posterior, which is about N(0, 1): 2,001 samples of it see nothing of that.
    [Fact]
    public void Measure_with_wider_samples_finds_what_a_narrow_posterior_misses()
    {
        using var vae = HandMadeVae.Create([0.1f, 0.1f], [0.25f, 0.5f], mean: 0.8f, logVariance: 2 * MathF.Log(0.1f));
        var image = ExactNllTests.Images(2, 255, 51);

        double exact = ExactNll.Measure(vae, image, 1, 20_000, _ => { }, CancellationToken.None);
        double narrow = ImportanceWeightedNll.Measure(vae, image, 1, 2001, 1, 1, _ => { }, CancellationToken.None);
        double wide = ImportanceWeightedNll.Measure(vae, image, 1, 2001, 20, 1, _ => { }, CancellationToken.None);

        Assert.InRange(narrow - exact, 0.3, 5);
        Assert.Equal(exact, wide, 0.1);
    }
}
