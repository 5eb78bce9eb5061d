using TorchSharp;

namespace VaePipeline.OnnxExport.Tests.Layers;

public sealed class ConvTranspose2dTranslatorTests
{
    [Fact]
    public void Translate_keras_layer_equals_the_module()
    {
        using var module = torch.nn.ConvTranspose2d(64, 32, 3, stride: 2, padding: 1, output_padding: 1);

        var model = ExportedModule.Verify(module, [64, 14, 14]);

        Assert.Equal(["N", "32", "28", "28"], ExportedModule.Dimensions(model.Graph.Output[0]));
    }

    // Kernels, strides, paddings, output paddings, dilations, groups and sizes drawn for each axis by itself.
    [Theory]
    [MemberData(nameof(Conv2dTranslatorTests.Seeds), MemberType = typeof(Conv2dTranslatorTests))]
    public void Translate_drawn_settings_equal_the_module(int seed)
    {
        var random = new Random(seed);
        var groups = random.Next(1, 4);
        var (stride, dilation) = (Conv2dTranslatorTests.Pair(random, 1, 4), Conv2dTranslatorTests.Pair(random, 1, 3));
        var outputPadding = random.NextInt64(0, Math.Min(stride.Item1, stride.Item2));
        using var module = torch.nn.ConvTranspose2d(
            groups * random.Next(1, 4),
            groups * random.Next(1, 4),
            Conv2dTranslatorTests.Pair(random, 2, 6),
            stride: stride,
            padding: Conv2dTranslatorTests.Pair(random, 0, 2),
            output_padding: (outputPadding, outputPadding),
            dilation: dilation,
            groups: groups,
            bias: random.Next(2) == 0);

        var model = ExportedModule.Verify(module, [module.in_channels, random.Next(2, 9), random.Next(2, 9)], seed, isPlain: true);

        Assert.Equal("ConvTranspose", Assert.Single(model.Graph.Node).OpType);
    }

    [Theory]
    [InlineData(1, 0, "output_padding is [1, 0]; expected the same on both axes. TorchSharp itself applies the first to both: give one number.")]
    [InlineData(2, 2, "output_padding is [2, 2]; expected less than the stride [2, 2]. Choose a smaller padding in its place.")]
    public void Translate_output_padding_without_counterpart_is_refused_by_name(int height, int width, string expected)
    {
        using var module = torch.nn.ConvTranspose2d(2, 3, (3, 3), stride: (2, 2), output_padding: (height, width), dilation: (3, 3));

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [2, 9, 9]));

        Assert.Equal($"net (ConvTranspose2d): {expected}", error.Message);
    }

    [Theory]
    [InlineData(new long[] { 3, 9, 9 }, "the input \"input\" is [N, 3, 9, 9]; expected [N, 2, H, W]")]
    [InlineData(new long[] { 2, 1, 9 }, "the input \"input\" is [N, 2, 1, 9]; expected more rows: padding 2 leaves -1 of them")]
    public void Translate_shape_that_does_not_fit_is_refused(long[] sizes, string found)
    {
        using var module = torch.nn.ConvTranspose2d(2, 3, 3, padding: 2);

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, sizes));

        Assert.Equal($"net (ConvTranspose2d): {found}. Make the layer before it produce that shape.", error.Message);
    }
}
