using static TorchSharp.torch;

namespace VaePipeline.OnnxExport.Tests.Layers;

public sealed class UpsampleTranslatorTests
{
    [Theory]
    [InlineData(UpsampleMode.Nearest, new[] { 2.0, 2.0 }, "Resize")]
    [InlineData(UpsampleMode.Nearest, new[] { 3.0, 1.0 }, "Resize")]
    [InlineData(UpsampleMode.Nearest, new[] { 1.7, 2.4 }, "Gather,Gather")]
    [InlineData(UpsampleMode.Nearest, new[] { 0.6, 0.6 }, "Gather,Gather")]
    [InlineData(UpsampleMode.Bilinear, new[] { 2.0, 2.0 }, "Resize")]
    [InlineData(UpsampleMode.Bilinear, new[] { 3.0, 5.0 }, "Resize")]
    [InlineData(UpsampleMode.Bilinear, new[] { 1.7, 2.4 }, "MatMul,MatMul")]
    [InlineData(UpsampleMode.Bilinear, new[] { 0.6, 0.6 }, "MatMul,MatMul")]
    public void Translate_factors_equal_the_module(UpsampleMode mode, double[] factors, string operators)
    {
        using var module = nn.Upsample(scale_factor: factors, mode: mode);
        using var recomputed = nn.Upsample(scale_factor: factors, mode: mode, recompute_scale_factor: true);

        foreach (var (height, width) in new[] { (7, 5), (3, 11), (4, 4) })
        {
            ExportedModule.Verify(recomputed, [2, height, width]);
            var model = ExportedModule.Verify(module, [2, height, width]);
            Assert.Equal(operators.Split(','), model.Graph.Node.Select(node => node.OpType));
        }
    }

    [Theory]
    [InlineData(UpsampleMode.Nearest, false, 14, 15, "Resize")]
    [InlineData(UpsampleMode.Nearest, false, 13, 8, "Gather,Gather")]
    [InlineData(UpsampleMode.Bilinear, false, 14, 15, "Resize")]
    [InlineData(UpsampleMode.Bilinear, false, 13, 8, "MatMul,MatMul")]
    [InlineData(UpsampleMode.Bilinear, true, 14, 15, "MatMul,MatMul")]
    [InlineData(UpsampleMode.Bilinear, true, 1, 9, "MatMul,MatMul")]
    public void Translate_sizes_equal_the_module(UpsampleMode mode, bool areCornersAligned, int height, int width, string operators)
    {
        using var module = nn.Upsample([height, width], mode: mode, align_corners: areCornersAligned ? true : null);

        var model = ExportedModule.Verify(module, [3, 7, 5]);

        Assert.Equal(operators.Split(','), model.Graph.Node.Select(node => node.OpType));
    }

    // All sizes up to 24: float32 positions that fall on the edge of a pixel must fall on the same side.
    [Fact]
    public void Translate_nearest_of_every_size_takes_the_modules_pixels()
    {
        for (var size = 1; size <= 24; size++)
        {
            using var module = nn.Upsample([size, 25 - size]);

            ExportedModule.Verify(module, [1, 11, 7]);
        }
    }

    [Fact]
    public void Translate_settings_without_counterpart_are_refused_by_name()
    {
        const string Advice = "two sizes, or two factors above 0. Give either the rows and columns of the output, or how often each is as large as the input's: TorchSharp spreads no single factor over both.";
        using var bicubic = nn.Upsample([8, 8], mode: UpsampleMode.Bicubic);
        Refused(bicubic, "mode is Bicubic; expected Nearest or Bilinear. Use one of them, or register a translator of your own for this layer.");

        foreach (var isAligned in new[] { true, false })
        {
            using var aligned = nn.Upsample([8, 8], align_corners: isAligned);
            Refused(aligned, $"align_corners is {isAligned}; expected none for Nearest. Leave it out: it has a meaning for Bilinear only.");
        }

        using var nothing = nn.Upsample();
        Refused(nothing, $"size is [] and scale_factor is []; expected {Advice}");

        using var both = nn.Upsample([8, 8], [2.5]);
        Refused(both, $"size is [8, 8] and scale_factor is [2.5]; expected {Advice}");

        // The module itself takes one factor and throws when it is called.
        using var single = nn.Upsample(scale_factor: [2]);
        Refused(single, $"size is [] and scale_factor is [2]; expected {Advice}");

        using var tiny = nn.Upsample(scale_factor: [0.125, 0.125]);
        Refused(tiny, "the input \"input\" is [N, 1, 4, 4]; expected at least 8 rows for scale_factor 0.125. Make the layer before it produce that shape.");
    }

    private static void Refused(nn.Module module, string message)
    {
        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [1, 4, 4]));

        Assert.Equal($"net (Upsample): {message}", error.Message);
    }
}
