using VaePipeline.Contracts.Models;
using VaePipeline.Training.Export;
using VaePipeline.Training.Networks;

namespace VaePipeline.Training.Tests.Export;

/// <summary>What the ONNX project's own checker says of encoders and decoders.</summary>
public sealed class VaeCheckerTests
{
    [SkippableTheory]
    [InlineData(1, 28, 28, 2, false, "37 nodes, 36")]
    [InlineData(3, 20, 36, 7, false, "37 nodes, 36")]
    [InlineData(1, 28, 28, 2, true, "9 nodes, 8")]
    public void Checker_accepts_an_exported_vae(int channels, int height, int width, int latentSize, bool isPlain, string decoder)
    {
        Python.SkipWithout("onnx");
        using var folder = new TemporaryFolder();
        using var vae = VaeNetworks.Create("keras", new ImageShape(channels, height, width), latentSize, seed: 1);
        vae.eval();
        var facts = new ModelFacts { ModelName = "test", LatentSize = latentSize, Image = vae.Image };

        VaeExporter.Export(vae, facts, folder.FolderPath, new float[vae.Image.PixelCount], new VaeExportOptions { IsPlain = isPlain });

        // One node a layer, the encoder's Clip and the decoder's Sigmoid, more where the decoder has phases and tiles; one
        // shape a node but for the outputs.
        Assert.Equal(
            ["ir 8, opsets [('', 17)], 10 nodes, 8 shapes equal", $"ir 8, opsets [('', 17)], {decoder} shapes equal"],
            OnnxChecker.Check(folder["encoder.onnx"], folder["decoder.onnx"]));
    }
}
