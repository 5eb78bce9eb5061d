using VaePipeline.Benchmarks.Running;

namespace VaePipeline.Benchmarks.Tests.Running;

public sealed class InterleavingTests
{
    [Fact]
    public void Run_measures_in_turn_and_leaves_the_warm_up_out()
    {
        List<string> measured = [];
        Contestant<int>[] contestants = [new("a", () => Measure("a")), new("b", () => Measure("b"))];

        Series<int>[] series = Interleaving.Run("test", contestants, 2, TextWriter.Null);

        Assert.Equal(["a", "b", "a", "b", "a", "b"], measured);
        Assert.Equal(["a", "b"], series.Select(one => one.Name));
        Assert.Equal([3, 5], series[0].Samples);
        Assert.Equal([4, 6], series[1].Samples);

        int Measure(string name)
        {
            measured.Add(name);
            return measured.Count;
        }
    }
}
