using TorchSharp;

namespace VaePipeline.OnnxExport.Tests.Layers;

public sealed class BatchNormTranslatorTests
{
    [Theory]
    [InlineData(true, 1e-5)]
    [InlineData(false, 1e-5)]
    [InlineData(true, 0.2)]
    public void Translate_equals_the_module_after_training(bool isAffine, double eps)
    {
        using var module = torch.nn.BatchNorm2d(3, eps: eps, affine: isAffine);
        using (var noise = torch.tensor(ExportedModule.Noise(4 * 3 * 5 * 5, seed: 7, spread: 3), [4, 3, 5, 5]))
        {
            // Moves the running statistics away from 0 and 1.
            module.call(noise).Dispose();
        }

        var model = ExportedModule.Verify(module, [3, 6, 4]);

        Assert.Equal("BatchNormalization", Assert.Single(model.Graph.Node).OpType);
    }

    [Theory]
    [InlineData(new long[] { 3 }, true)]
    [InlineData(new long[] { 3, 7 }, false)]
    public void Translate_of_vectors_and_signals_equals_the_module_after_training(long[] sizes, bool isAffine)
    {
        using var module = torch.nn.BatchNorm1d(3, affine: isAffine);
        Graphs.BatchNormFoldingTests.Draw(module);

        var model = ExportedModule.Verify(module, sizes);

        Assert.Equal("BatchNormalization", Assert.Single(model.Graph.Node).OpType);
    }

    [Fact]
    public void Translate_images_are_refused_by_BatchNorm1d()
    {
        using var module = torch.nn.BatchNorm1d(3);

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [3, 6, 4]));

        Assert.StartsWith("net (BatchNorm1d): the input \"input\" is [N, 3, 6, 4]; expected [N, 3] or [N, 3, L].", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_without_running_statistics_is_refused()
    {
        using var module = torch.nn.BatchNorm2d(3, track_running_stats: false);

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [3, 6, 4]));

        Assert.StartsWith("net (BatchNorm2d): track_running_stats is False; expected True.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_other_channels_are_refused()
    {
        using var module = torch.nn.BatchNorm2d(3);

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [4, 6, 4]));

        Assert.StartsWith("net (BatchNorm2d): the input \"input\" is [N, 4, 6, 4]; expected [N, 3, H, W].", error.Message, StringComparison.Ordinal);
    }
}
