using VaePipeline.Data.Images;
using VaePipeline.Data.Sets;
using VaePipeline.Training.Evaluation;
using VaePipeline.Training.ModelFolders;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>Two ways to -ln p(x) of the shipped model on MNIST's test images, and three grids.</summary>
[Trait("Category", "Slow")]
public sealed class ShippedModelNllTests
{
    // A few images: decoding takes the time. Two of them are such that q(z|x) misses their true posterior by far.
    private const int Images = 20;

    // Both tests use it; decoding its 160,000 points once is enough.
    private static readonly Lazy<double> On400 = new(() => Exact(400));

    private static string MnistFolder => RepositoryRoot.File("..", "shared", "data", "mnist");

    [SkippableFact]
    public void Exact_nll_agrees_with_5000_importance_samples_within_a_fifth_of_a_nat()
    {
        SkipWithoutMnist();
        using var network = TrainedNetwork.Open(RepositoryRoot.File("models", "mnist-2d"));

        double wide = ImportanceWeightedNll.Measure(network.Vae, Mnist(), Images, 5000, proposalScale: 20, seed: 1, _ => { }, CancellationToken.None);

        Assert.Equal(On400.Value, wide, 0.2);
    }

    [SkippableFact]
    public void Exact_nll_is_the_same_on_grids_of_200_400_and_800()
    {
        SkipWithoutMnist();

        double[] nlls = [Exact(200), On400.Value, Exact(800)];

        Assert.InRange(nlls.Max() - nlls.Min(), 0, 0.05);
    }

    private static double Exact(int grid)
    {
        using var network = TrainedNetwork.Open(RepositoryRoot.File("models", "mnist-2d"));
        return ExactNll.Measure(network.Vae, Mnist(), Images, grid, _ => { }, CancellationToken.None);
    }

    private static ImageSet Mnist() => IdxFolder.Read(MnistFolder).Test;

    private static void SkipWithoutMnist() => Skip.IfNot(Directory.Exists(MnistFolder), "MNIST is not beside the checkout");
}
