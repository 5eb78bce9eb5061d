using TorchSharp;

namespace VaePipeline.OnnxExport.Tests.Layers;

public sealed class PixelShuffleTranslatorTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    public void Translate_equals_the_module(int factor, int channels)
    {
        using var module = torch.nn.PixelShuffle(factor);

        var model = ExportedModule.Verify(module, [channels * factor * factor, 4, 5]);

        Assert.Equal(["DepthToSpace"], model.Graph.Node.Select(node => node.OpType));
    }

    [Theory]
    [InlineData(new long[] { 6, 4, 4 }, "[N, 6, 4, 4]")]
    [InlineData(new long[] { 8, 4 }, "[N, 8, 4]")]
    public void Translate_other_shape_is_refused(long[] sizes, string found)
    {
        using var module = torch.nn.PixelShuffle(2);

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, sizes));

        Assert.StartsWith($"net (PixelShuffle): the input \"input\" is {found}; expected [N, C, H, W] with C a multiple of 4.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_factor_zero_is_refused()
    {
        using var module = torch.nn.PixelShuffle(0);

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [4, 4, 4]));

        Assert.Equal("net (PixelShuffle): upscale_factor is 0; expected 1 or more. Choose another factor.", error.Message);
    }
}
