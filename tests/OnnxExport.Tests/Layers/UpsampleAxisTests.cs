using VaePipeline.OnnxExport.Layers;

namespace VaePipeline.OnnxExport.Tests.Layers;

public sealed class UpsampleAxisTests
{
    [Theory]
    [InlineData(4, 8, null, 2L)]
    [InlineData(4, 4, null, 1L)]
    [InlineData(4, 8, 2.0, 2L)]
    [InlineData(4, 9, 2.25, null)]
    [InlineData(2, 4, 2.25, null)]
    [InlineData(4, 6, null, null)]
    [InlineData(4, 2, null, null)]
    public void WholeFactor_wants_size_and_factor_to_agree(int input, int output, double? factor, long? expected) =>
        Assert.Equal(expected, new UpsampleAxis(input, output, factor).WholeFactor);

    // 3 -> 5: positions 0, 0.6, 1.2, 1.8, 2.4.
    [Fact]
    public void Nearest_rounds_down() => Assert.Equal([0L, 0, 1, 1, 2], new UpsampleAxis(3, 5, null).Nearest());

    // 2 -> 3, edges aligned: centres at -1/6 (outside: the first pixel), 1/2 and 7/6 (the last).
    [Fact]
    public void Linear_of_aligned_edges_weighs_neighbours() =>
        AssertWeights([1, 0, 0.5f, 0.5f, 0, 1], new UpsampleAxis(2, 3, null).Linear(areCornersAligned: false));

    // 3 -> 4, corners aligned: positions 0, 2/3, 4/3, 2.
    [Fact]
    public void Linear_of_aligned_corners_weighs_neighbours() => AssertWeights(
        [1, 0, 0, 1 / 3f, 2 / 3f, 0, 0, 2 / 3f, 1 / 3f, 0, 0, 1], new UpsampleAxis(3, 4, null).Linear(areCornersAligned: true));

    // Positions are float32: 1e-6 is some units in the last place of 1.
    private static void AssertWeights(float[] expected, float[,] actual) =>
        Assert.All(expected.Zip(actual.Cast<float>()), weight => Assert.Equal(weight.First, weight.Second, tolerance: 1e-6f));
}
