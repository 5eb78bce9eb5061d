using TorchSharp;

namespace VaePipeline.OnnxExport.Tests.Layers;

public sealed class Conv2dTranslatorTests
{
    [Fact]
    public void Translate_keras_layer_equals_the_module()
    {
        using var module = torch.nn.Conv2d(1, 32, 3, stride: 2, padding: 1);

        var model = ExportedModule.Verify(module, [1, 28, 28]);

        Assert.Equal(["N", "32", "14", "14"], ExportedModule.Dimensions(model.Graph.Output[0]));
    }

    // Kernels, strides, paddings, dilations, groups and sizes drawn for each axis by itself.
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Translate_drawn_settings_equal_the_module(int seed)
    {
        var random = new Random(seed);
        var groups = random.Next(1, 4);
        var (kernel, dilation, padding) = (Pair(random, 1, 5), Pair(random, 1, 3), Pair(random, 0, 3));
        using var module = torch.nn.Conv2d(
            groups * random.Next(1, 4),
            groups * random.Next(1, 4),
            kernel,
            stride: Pair(random, 1, 4),
            padding: padding,
            dilation: dilation,
            groups: groups,
            bias: random.Next(2) == 0);
        var height = Math.Max(1, (dilation.Item1 * (kernel.Item1 - 1)) + 1 - (2 * padding.Item1)) + random.Next(0, 12);
        var width = Math.Max(1, (dilation.Item2 * (kernel.Item2 - 1)) + 1 - (2 * padding.Item2)) + random.Next(0, 12);

        var model = ExportedModule.Verify(module, [module.in_channels, height, width], seed, isPlain: true);

        Assert.Equal("Conv", Assert.Single(model.Graph.Node).OpType);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(2, 3)]
    [InlineData(5, 2)]
    public void Translate_padding_same_pads_the_end_more_and_keeps_the_size(int kernel, int dilation)
    {
        using var module = torch.nn.Conv2d(2, 3, kernel, Padding.Same, dilation: dilation);

        var model = ExportedModule.Verify(module, [2, 9, 12]);

        Assert.Equal(["N", "3", "9", "12"], ExportedModule.Dimensions(model.Graph.Output[0]));
    }

    [Fact]
    public void Translate_padding_valid_is_none()
    {
        using var module = torch.nn.Conv2d(2, 3, 3, Padding.Valid, stride: 2);

        var model = ExportedModule.Verify(module, [2, 9, 12]);

        Assert.Equal([0, 0, 0, 0], model.Graph.Node[0].Attribute.Single(attribute => attribute.Name == "pads").Ints);
    }

    [Theory]
    [InlineData(PaddingModes.Reflect)]
    [InlineData(PaddingModes.Replicate)]
    [InlineData(PaddingModes.Circular)]
    public void Translate_padding_mode_is_refused_by_name(PaddingModes mode)
    {
        using var module = torch.nn.Conv2d(2, 3, 3, padding: 1, padding_mode: mode);

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [2, 9, 9]));

        Assert.Equal(
            $"net (Conv2d): padding_mode is {mode}; expected Zeros. Pad with zeros, or register a translator of your own for this layer.", error.Message);
    }

    [Theory]
    [InlineData(new long[] { 3, 9, 9 }, "the input \"input\" is [N, 3, 9, 9]; expected [N, 2, H, W]")]
    [InlineData(new long[] { 18 }, "the input \"input\" is [N, 18]; expected [N, 2, H, W]")]
    [InlineData(new long[] { 2, 9, 3 }, "the input \"input\" is [N, 2, 9, 3]; expected at least 5 columns with padding, not 3, for a kernel that spans 5")]
    public void Translate_shape_that_does_not_fit_is_refused(long[] sizes, string found)
    {
        using var module = torch.nn.Conv2d(2, 3, 5);

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, sizes));

        Assert.Equal($"net (Conv2d): {found}. Make the layer before it produce that shape.", error.Message);
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 40)];

    internal static (long, long) Pair(Random random, int from, int below) => (random.Next(from, below), random.Next(from, below));
}
