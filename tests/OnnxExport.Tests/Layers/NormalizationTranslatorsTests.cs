using TorchSharp;

namespace VaePipeline.OnnxExport.Tests.Layers;

public sealed class NormalizationTranslatorsTests
{
    [Theory]
    [InlineData(true, true, 1e-5)]
    [InlineData(true, false, 1e-5)]
    [InlineData(false, true, 0.3)]
    public void TranslateLayerNorm_last_axis_equals_the_module(bool isAffine, bool hasBias, double eps)
    {
        using var module = torch.nn.LayerNorm(7, eps, isAffine, hasBias);
        Draw(module);

        ExportedModule.Verify(module, [7], spread: 3);
        var model = ExportedModule.Verify(module, [4, 7], spread: 3);

        Assert.Equal(["LayerNormalization"], model.Graph.Node.Select(node => node.OpType));
    }

    [Fact]
    public void TranslateLayerNorm_several_axes_equal_the_module()
    {
        using var module = torch.nn.LayerNorm([3, 5, 4]);
        Draw(module);

        ExportedModule.Verify(module, [3, 5, 4], spread: 3);
        ExportedModule.Verify(module, [2, 3, 5, 4], spread: 3);
    }

    [Theory]
    [InlineData(new long[] { 4, 6 }, "[N, 4, 6]")]
    [InlineData(new long[] { 5 }, "[N, 5]")]
    public void TranslateLayerNorm_other_shape_is_refused(long[] sizes, string found)
    {
        using var module = torch.nn.LayerNorm([4, 5]);

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, sizes));

        Assert.StartsWith($"net (LayerNorm): the input \"input\" is {found}; expected [N, ..., 4, 5].", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, true, 1e-5)]
    [InlineData(2, true, 1e-5)]
    [InlineData(6, true, 0.3)]
    [InlineData(3, false, 1e-5)]
    public void TranslateGroupNorm_equals_the_module(int groups, bool isAffine, double eps)
    {
        using var module = torch.nn.GroupNorm(groups, 6, eps, isAffine);
        Draw(module);

        ExportedModule.Verify(module, [6, 5, 3], spread: 3);
        var model = ExportedModule.Verify(module, [6, 9], spread: 3);

        string[] operators = ["Reshape", "InstanceNormalization", "Reshape", .. isAffine ? ["Mul", "Add"] : Array.Empty<string>()];
        Assert.Equal(operators, model.Graph.Node.Select(node => node.OpType));
    }

    [Theory]
    [InlineData(true, new long[] { 4, 5, 3 }, "[N, 4, 5, 3]; expected [N, 6, H, W]")]
    [InlineData(false, new long[] { 4, 5, 3 }, "[N, 4, 5, 3]; expected [N, C, H, W] with C a multiple of 3")]
    [InlineData(true, new long[] { 6 }, "[N, 6]; expected [N, 6, H, W]")]
    public void TranslateGroupNorm_other_shape_is_refused(bool isAffine, long[] sizes, string found)
    {
        using var module = torch.nn.GroupNorm(3, 6, affine: isAffine);

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, sizes));

        Assert.StartsWith($"net (GroupNorm): the input \"input\" is {found}.", error.Message, StringComparison.Ordinal);
    }

    // LayerNorm's begin as 1 and 0, with which a translator that forgets them would pass; TorchSharp leaves GroupNorm's unset.
    private static void Draw(torch.nn.Module module)
    {
        using var noGradients = torch.no_grad();
        foreach (var parameter in module.parameters())
        {
            using var values = torch.tensor(ExportedModule.Noise(parameter.numel(), seed: 5), parameter.shape);
            parameter.copy_(values);
        }
    }
}
