using TorchSharp.Modules;
using VaePipeline.Training.Optimization;
using static TorchSharp.torch;

namespace VaePipeline.Training.Tests.Optimization;

public sealed class MovingAverageTests
{
    [Fact]
    public void Update_keeps_the_share_that_the_step_allows()
    {
        using var weight = new Parameter(zeros([1]));
        using var average = new MovingAverage([weight], decay: 0.5);
        Set(weight, 10);

        average.Update(step: 0);
        average.Update(step: 1000);

        // At step 0 a tenth is kept: 0.1 * 0 + 0.9 * 10 = 9; late, the decay itself: 0.5 * 9 + 0.5 * 10.
        Assert.Equal(9.5f, average.Averages[0].item<float>(), 1e-5f);
    }

    [Fact]
    public void Swap_exchanges_weights_and_averages_and_a_second_swap_puts_them_back()
    {
        using var weight = new Parameter(ones([1]));
        using var average = new MovingAverage([weight], decay: 0.5);
        Set(weight, 3);

        average.Swap();
        float swapped = weight.item<float>();
        average.Swap();

        Assert.Equal(1f, swapped);
        Assert.Equal(3f, weight.item<float>());
        Assert.Equal(1f, average.Averages[0].item<float>());
    }

    private static void Set(Parameter weight, float value)
    {
        using var noGradient = no_grad();
        weight.fill_(value);
    }
}
