using Google.Protobuf;
using TorchSharp;
using VaePipeline.Contracts.Onnx;
using VaePipeline.OnnxExport.Composites;

namespace VaePipeline.OnnxExport.Tests;

/// <summary>What the ONNX project's own checker says (Python's onnx).</summary>
public sealed class OnnxCheckerTests : IDisposable
{
    private readonly TemporaryFolder _folder;

    public OnnxCheckerTests()
    {
        Python.SkipWithout("onnx");
        _folder = new TemporaryFolder();
    }

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void Checker_accepts_every_layer()
    {
        using var module = torch.nn.Sequential(
            torch.nn.Linear(6, 48), torch.nn.SiLU(), torch.nn.Dropout(0.1),
            torch.nn.Unflatten(1, [4, 3, 4]),
            torch.nn.ConvTranspose2d(4, 6, 3, stride: 2, padding: 1, output_padding: 1, groups: 2), torch.nn.LeakyReLU(0.2),
            torch.nn.ConvTranspose2d(6, 4, 2, dilation: 2), torch.nn.ELU(),
            torch.nn.Conv2d(4, 6, 3, stride: 2, padding: 2, dilation: 2, groups: 2), torch.nn.Softplus(2, 3),
            torch.nn.BatchNorm2d(6), torch.nn.ReLU(), torch.nn.Identity(),
            torch.nn.Flatten(2, 3), torch.nn.Tanh(), torch.nn.Flatten(), torch.nn.Sigmoid());
        Write("layers.onnx", ExportedModule.Verify(module, [6]));

        var lines = Check("layers.onnx");

        Assert.Equal("ir 8, opsets [('', 17)], 20 nodes, 19 shapes equal", Assert.Single(lines));
    }

    [SkippableFact]
    public void Checker_accepts_every_layer_of_images_and_sequences()
    {
        var groupNorm = torch.nn.GroupNorm(2, 4);
        // TorchSharp leaves them as they lie in memory.
        torch.nn.init.ones_(groupNorm.weight);
        torch.nn.init.zeros_(groupNorm.bias!); // Null only without affine.
        using var images = torch.nn.Sequential(
            new Residual(groupNorm), torch.nn.GELU(),
            torch.nn.MaxPool2d(3, 2, 1), torch.nn.Hardswish(),
            torch.nn.Upsample(scale_factor: [2, 2]), torch.nn.Upsample(scale_factor: [1.5, 1.5]),
            torch.nn.AvgPool2d(2, ceil_mode: true), torch.nn.AvgPool2d(2, 1),
            torch.nn.Upsample([14, 10], mode: torch.UpsampleMode.Bilinear), torch.nn.Upsample([7, 12], mode: torch.UpsampleMode.Bilinear),
            torch.nn.PixelShuffle(2), torch.nn.AdaptiveAvgPool2d(5), torch.nn.LayerNorm([5, 5]), torch.nn.AdaptiveAvgPool2d(1));
        using var sequences = torch.nn.Sequential(
            torch.nn.Embedding(9, 4), torch.nn.LayerNorm(4), torch.nn.Linear(4, 3), torch.nn.BatchNorm1d(5),
            torch.nn.ReLU6(), torch.nn.SELU(), torch.nn.Hardsigmoid(), torch.nn.Mish(), torch.nn.Softmax(1), torch.nn.LogSoftmax(2));
        Write("images.onnx", ExportedModule.Verify(images, [4, 9, 8]));
        Write("sequences.onnx", ExportedModule.VerifyWholeNumbers(sequences, [5], below: 9));

        Assert.Equal(
            ["ir 8, opsets [('', 17)], 27 nodes, 26 shapes equal", "ir 8, opsets [('', 17)], 13 nodes, 12 shapes equal"],
            Check("images.onnx", "sequences.onnx"));
    }

    [SkippableFact]
    public void Checker_refuses_a_shape_that_is_not_true()
    {
        using var module = torch.nn.Sequential(torch.nn.Linear(6, 4), torch.nn.Tanh());
        var model = ExportedModule.Verify(module, [6]);
        model.Graph.ValueInfo[0].Type.TensorType.Shape.Dim[1].DimValue = 5;
        Write("wrong.onnx", model);

        var error = Assert.Throws<InvalidOperationException>(() => Check("wrong.onnx"));

        Assert.Contains("net.0/Gemm", error.Message, StringComparison.Ordinal);
    }

    private void Write(string name, ModelProto model) => _folder.Put(name, model.ToByteArray());

    private string[] Check(params string[] names) => OnnxChecker.Check([.. names.Select(name => _folder[name])]);
}
