using TorchSharp;
using VaePipeline.Training.Networks;

namespace VaePipeline.Training.Tests.Networks;

public sealed class GlorotUniformTests
{
    [Fact]
    public void Initialize_fills_the_whole_interval_and_zeroes_biases()
    {
        // sqrt(6 / ((32 + 64) * 9)) for both: a transposed convolution only swaps the fans.
        const double Bound = 0.0833333;
        using var convolution = torch.nn.Conv2d(32, 64, 3);
        using var transposed = torch.nn.ConvTranspose2d(64, 32, 3);
        using var both = torch.nn.Sequential(convolution, transposed);

        GlorotUniform.Initialize(both, seed: 5);

        foreach (var weight in new[] { convolution.weight, transposed.weight })
        {
            float[] values = weight.data<float>().ToArray();
            // 18,432 draws: the largest lies within 0.1 % of the bound but for a chance of e^-18.
            Assert.InRange(values.Max(), Bound * 0.999, Bound * 1.000001);
            Assert.InRange(values.Min(), -Bound * 1.000001, -Bound * 0.999);
        }

        Assert.All(convolution.bias!.data<float>().ToArray(), value => Assert.Equal(0, value));
        Assert.All(transposed.bias!.data<float>().ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Initialize_depends_on_the_seed_alone()
    {
        using var linear = torch.nn.Linear(20, 30);

        float[] first = Weights(seed: 1);
        torch.manual_seed(99);
        float[] again = Weights(seed: 1);
        float[] other = Weights(seed: 2);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);

        float[] Weights(long seed)
        {
            GlorotUniform.Initialize(linear, seed);
            return linear.weight.data<float>().ToArray();
        }
    }
}
