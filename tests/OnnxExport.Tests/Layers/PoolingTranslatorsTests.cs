using TorchSharp;

namespace VaePipeline.OnnxExport.Tests.Layers;

public sealed class PoolingTranslatorsTests
{
    // Sizes, kernels, strides, paddings and roundings drawn for each axis by itself.
    [Theory]
    [MemberData(nameof(Conv2dTranslatorTests.Seeds), MemberType = typeof(Conv2dTranslatorTests))]
    public void TranslateAvgPool2d_drawn_settings_equal_the_module(int seed)
    {
        var random = new Random(seed);
        var kernel = Conv2dTranslatorTests.Pair(random, 1, 5);
        using var module = torch.nn.AvgPool2d(
            kernel,
            stride: random.Next(3) == 0 ? null : Conv2dTranslatorTests.Pair(random, 1, 4),
            padding: (random.NextInt64(0, (kernel.Item1 / 2) + 1), random.NextInt64(0, (kernel.Item2 / 2) + 1)),
            ceil_mode: random.Next(2) == 0,
            count_include_pad: random.Next(2) == 0,
            divisor_override: random.Next(4) == 0 ? random.Next(1, 9) : null);

        ExportedModule.Verify(module, [3, random.Next(4, 12), random.Next(4, 12)], seed);
    }

    [Theory]
    [MemberData(nameof(Conv2dTranslatorTests.Seeds), MemberType = typeof(Conv2dTranslatorTests))]
    public void TranslateMaxPool2d_drawn_settings_equal_the_module(int seed)
    {
        var random = new Random(seed);
        var kernel = Conv2dTranslatorTests.Pair(random, 2, 5);
        var isCeiling = random.Next(2) == 0;
        using var module = torch.nn.MaxPool2d(
            kernel,
            stride: random.Next(3) == 0 ? null : Conv2dTranslatorTests.Pair(random, 1, 3),
            padding: (random.NextInt64(0, kernel.Item1 / 2), random.NextInt64(0, kernel.Item2 / 2)),
            dilation: isCeiling ? null : Conv2dTranslatorTests.Pair(random, 1, 3),
            ceil_mode: isCeiling);

        var model = ExportedModule.Verify(module, [3, random.Next(9, 14), random.Next(9, 14)], seed);

        Assert.Equal("MaxPool", Assert.Single(model.Graph.Node).OpType);
    }

    // 5 pixels, windows of 2, step 2: the third window has one pixel of the image and nothing else.
    [Theory]
    [InlineData(true, "AveragePool,Mul")]
    [InlineData(false, "AveragePool")]
    public void TranslateAvgPool2d_ceiling_divides_by_what_is_there(bool countsPadding, string operators)
    {
        using var module = torch.nn.AvgPool2d(2, ceil_mode: true, count_include_pad: countsPadding);

        var model = ExportedModule.Verify(module, [1, 5, 5]);

        Assert.Equal(operators.Split(','), model.Graph.Node.Select(node => node.OpType));
        Assert.Equal(["N", "1", "3", "3"], ExportedModule.Dimensions(model.Graph.Output[0]));
    }

    [Fact]
    public void Translate_one_number_for_both_axes_equals_the_module()
    {
        using var module = torch.nn.Sequential(torch.nn.MaxPool2d([3], [2], [1], [1]), torch.nn.AvgPool2d([2], [1], [1]));

        ExportedModule.Verify(module, [2, 9, 8]);
    }

    [Fact]
    public void TranslateAvgPool2d_divisor_zero_is_refused()
    {
        using var module = torch.nn.AvgPool2d(2, divisor_override: 0);

        Refused(module, "net (AvgPool2d): divisor_override is 0; expected 1 or more, or none. Leave it out, or choose another divisor.");
    }

    [Fact]
    public void TranslateMaxPool2d_settings_without_counterpart_are_refused_by_name()
    {
        using var padded = torch.nn.MaxPool2d(3, padding: 2);
        Refused(padded, "net (MaxPool2d): padding is [2, 2]; expected at most half of the kernel [3, 3]. Choose a smaller padding.");

        using var dilated = torch.nn.MaxPool2d(2, stride: 4, dilation: 4, ceil_mode: true);
        Refused(dilated, "net (MaxPool2d): ceil_mode with dilation [4, 4] reaches 3 pixels beyond the image; expected less than the kernel's pixels. Set ceil_mode to false, or take a smaller dilation.");

        using var large = torch.nn.MaxPool2d(7);
        Refused(large, "net (MaxPool2d): the input \"input\" is [N, 1, 6, 6]; expected at least 7 x 7 pixels with padding [0, 0], for one window. Make the layer before it produce that shape.");

        using var flat = torch.nn.MaxPool2d(2);
        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(flat, [6, 6]));
        Assert.StartsWith("net (MaxPool2d): the input \"input\" is [N, 6, 6]; expected [N, C, H, W].", error.Message, StringComparison.Ordinal);
    }

    private static void Refused(torch.nn.Module module, string message)
    {
        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [1, 6, 6]));

        Assert.Equal(message, error.Message);
    }
}
