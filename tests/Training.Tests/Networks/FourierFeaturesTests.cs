using TorchSharp;
using VaePipeline.Training.Networks;
using static TorchSharp.torch;

namespace VaePipeline.Training.Tests.Networks;

public sealed class FourierFeaturesTests
{
    [Fact]
    public void Forward_gives_the_input_and_sines_of_its_waves()
    {
        using var scope = NewDisposeScope();
        using var features = new FourierFeatures(inputs: 2, count: 1);
        using (no_grad())
        {
            // sin(π/2 · 1 + 2 · 3 + 0) and sin(0 + 0 + 0).
            features.parameters().First().copy_(tensor(new float[] { MathF.PI / 2, 2 }, [1, 2]));
            features.parameters().Last().zero_();
        }

        float[] values = features.call(tensor(new float[] { 1, 3, 0, 0 }, [2, 2])).data<float>().ToArray();

        Assert.Equal([1, 3, MathF.Sin((MathF.PI / 2) + 6), 0, 0, 0], values, (expected, found) => MathF.Abs(expected - found) < 1e-6f);
    }

    [Fact]
    public void Start_draws_directions_of_the_prior_and_phases_of_a_whole_turn()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        using var features = new FourierFeatures(inputs: 4, count: 2000);

        features.Start(generator);

        var weight = features.parameters().First();
        var phase = features.parameters().Last();
        // 8,000 draws of N(0, 1): the mean's standard deviation is 0.011, that of the standard deviation 0.008.
        Assert.InRange(weight.mean().ToDouble(), -0.045, 0.045);
        Assert.InRange(weight.std().ToDouble(), 0.968, 1.032);
        Assert.InRange(phase.min().ToDouble(), 0, 0.1);
        Assert.InRange(phase.max().ToDouble(), (2 * Math.PI) - 0.1, 2 * Math.PI);
    }

    [Fact]
    public void Exported_graph_computes_what_the_module_computes()
    {
        using var generator = new Generator(3);
        using var features = new FourierFeatures(inputs: 3, count: 5);
        features.Start(generator);

        var model = ExportedModule.Verify(features, [3]);

        Assert.Equal(["N", "8"], ExportedModule.Dimensions(model.Graph.Output[0]));
    }
}
