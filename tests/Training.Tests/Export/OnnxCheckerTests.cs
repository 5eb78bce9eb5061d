using System.Diagnostics;
using Google.Protobuf;
using TorchSharp;
using VaePipeline.Contracts.Models;
using VaePipeline.Training.Export.Composites;
using VaePipeline.Training.Export.VaeGraphs;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Protos;

namespace VaePipeline.Training.Tests.Export;

/// <summary>What the ONNX project's own checker says (Debian's python3-onnx).</summary>
public sealed class OnnxCheckerTests : IDisposable
{
    // Debian's own interpreter: another python3 on the path would not see its packages.
    private const string Python = "/usr/bin/python3";

    private readonly string _folder = Directory.CreateTempSubdirectory("onnx-checker-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData(1, 28, 28, 2, false, "37 nodes, 36")]
    [InlineData(3, 20, 36, 7, false, "37 nodes, 36")]
    [InlineData(1, 28, 28, 2, true, "9 nodes, 8")]
    public async Task Checker_accepts_an_exported_vae(int channels, int height, int width, int latentSize, bool isPlain, string decoder)
    {
        using var vae = VaeNetworks.Create("keras", new ImageShape(channels, height, width), latentSize, seed: 1);
        vae.eval();
        var facts = new ModelFacts { ModelName = "test", LatentSize = latentSize, Image = vae.Image };

        VaeExporter.Export(vae, facts, _folder, new float[vae.Image.PixelCount], new VaeExportOptions { IsPlain = isPlain });

        // One node a layer, the encoder's Clip and the decoder's Sigmoid, more where the decoder has phases and tiles; one
        // shape a node but for the outputs.
        Assert.Equal(
            ["ir 8, opsets [('', 17)], 10 nodes, 8 shapes equal", $"ir 8, opsets [('', 17)], {decoder} shapes equal"],
            await CheckAsync("encoder.onnx", "decoder.onnx"));
    }

    [SkippableFact]
    public async Task Checker_accepts_every_layer()
    {
        using var module = torch.nn.Sequential(
            torch.nn.Linear(6, 48), torch.nn.SiLU(), torch.nn.Dropout(0.1),
            torch.nn.Unflatten(1, [4, 3, 4]),
            torch.nn.ConvTranspose2d(4, 6, 3, stride: 2, padding: 1, output_padding: 1, groups: 2), torch.nn.LeakyReLU(0.2),
            torch.nn.ConvTranspose2d(6, 4, 2, dilation: 2), torch.nn.ELU(),
            torch.nn.Conv2d(4, 6, 3, stride: 2, padding: 2, dilation: 2, groups: 2), torch.nn.Softplus(2, 3),
            torch.nn.BatchNorm2d(6), torch.nn.ReLU(), torch.nn.Identity(),
            torch.nn.Flatten(2, 3), torch.nn.Tanh(), torch.nn.Flatten(), torch.nn.Sigmoid());
        await WriteAsync("layers.onnx", ExportedModule.Verify(module, [6]));

        var lines = await CheckAsync("layers.onnx");

        Assert.Equal("ir 8, opsets [('', 17)], 20 nodes, 19 shapes equal", Assert.Single(lines));
    }

    [SkippableFact]
    public async Task Checker_accepts_every_layer_of_images_and_sequences()
    {
        using var images = torch.nn.Sequential(
            new Residual(torch.nn.GroupNorm(2, 4)), torch.nn.GELU(),
            torch.nn.MaxPool2d(3, 2, 1), torch.nn.Hardswish(),
            torch.nn.Upsample(scale_factor: [2]), torch.nn.Upsample(scale_factor: [1.5]),
            torch.nn.AvgPool2d(2, ceil_mode: true), torch.nn.AvgPool2d(2, 1),
            torch.nn.Upsample([14, 10], mode: torch.UpsampleMode.Bilinear), torch.nn.Upsample([7, 12], mode: torch.UpsampleMode.Bilinear),
            torch.nn.PixelShuffle(2), torch.nn.AdaptiveAvgPool2d(5), torch.nn.LayerNorm([5, 5]), torch.nn.AdaptiveAvgPool2d(1));
        using var sequences = torch.nn.Sequential(
            torch.nn.Embedding(9, 4), torch.nn.LayerNorm(4), torch.nn.Linear(4, 3), torch.nn.BatchNorm1d(5),
            torch.nn.ReLU6(), torch.nn.SELU(), torch.nn.Hardsigmoid(), torch.nn.Mish(), torch.nn.Softmax(1), torch.nn.LogSoftmax(2));
        await WriteAsync("images.onnx", ExportedModule.Verify(images, [4, 9, 8]));
        await WriteAsync("sequences.onnx", ExportedModule.VerifyWholeNumbers(sequences, [5], below: 9));

        Assert.Equal(
            ["ir 8, opsets [('', 17)], 27 nodes, 26 shapes equal", "ir 8, opsets [('', 17)], 13 nodes, 12 shapes equal"],
            await CheckAsync("images.onnx", "sequences.onnx"));
    }

    [SkippableFact]
    public async Task Checker_refuses_a_shape_that_is_not_true()
    {
        using var module = torch.nn.Sequential(torch.nn.Linear(6, 4), torch.nn.Tanh());
        var model = ExportedModule.Verify(module, [6]);
        model.Graph.ValueInfo[0].Type.TensorType.Shape.Dim[1].DimValue = 5;
        await WriteAsync("wrong.onnx", model);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => CheckAsync("wrong.onnx"));

        Assert.Contains("net.0/Gemm", error.Message, StringComparison.Ordinal);
    }

    private Task WriteAsync(string name, ModelProto model) => File.WriteAllBytesAsync(Path.Combine(_folder, name), model.ToByteArray());

    /// <summary>The lines that check_onnx.py prints, one a file.</summary>
    private async Task<string[]> CheckAsync(params string[] names)
    {
        Skip.IfNot(File.Exists(Python), $"{Python} is missing: install python3 and python3-onnx for this test.");
        var (hasOnnx, _, _) = await RunAsync("-c", "import onnx");
        Skip.IfNot(hasOnnx, $"{Python} has no package onnx: install python3-onnx for this test.");

        var script = Path.Combine(AppContext.BaseDirectory, "Export", "check_onnx.py");
        var (isAccepted, output, errors) = await RunAsync([script, .. names.Select(name => Path.Combine(_folder, name))]);
        return isAccepted ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries) : throw new InvalidOperationException(errors);
    }

    private static async Task<(bool Success, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{Python} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode == 0, await output, await errors);
    }
}
