using Google.Protobuf;
using TorchSharp;
using TorchSharp.Modules;
using VaePipeline.Contracts.Onnx;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.OnnxExport.Int8;
using VaePipeline.OnnxExport.Verification;
using static TorchSharp.torch.nn;

namespace VaePipeline.OnnxExport.Tests.Int8;

public sealed class Int8GraphTests
{
    // Outputs on both sides of 16, paddings, output paddings, even and odd sides.
    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 1)]
    [InlineData(4, 2)]
    [InlineData(5, 1)]
    [InlineData(5, 2)]
    public void Write_every_setting_is_near_the_module(int kernel, int stride)
    {
        foreach (var outputs in new[] { 1, 3, 16, 20 })
        {
            for (var padding = 0; padding < 3; padding++)
            {
                for (var outputPadding = 0; outputPadding < stride; outputPadding++)
                {
                    using var transposed = Network(ConvTranspose2d(8, outputs, kernel, stride: stride, padding: padding, output_padding: outputPadding));
                    AssertNear(transposed);
                }

                using var convolution = Network(Conv2d(8, outputs, kernel, padding: padding));
                AssertNear(convolution);
            }
        }
    }

    [Fact]
    public void Write_weights_and_pixels_that_bytes_hold_give_the_module_s_numbers()
    {
        // Pixels 0, 1 ... 255, weights +-127 steps, so that nothing is rounded but the logits.
        using var network = Sequential(Unflatten(1, [1, 4, 4]), Conv2d(1, 16, 1, bias: false), ReLU(), Conv2d(16, 1, 1, bias: false));
        using (torch.no_grad())
        {
            Fill(((Conv2d)network[1]).weight, Enumerable.Range(0, 16).Select(i => i == 3 ? 1f : -1f));
            Fill(((Conv2d)network[3]).weight, Enumerable.Range(0, 16).Select(i => i == 3 ? 127 * 0.02f : 64 * 0.02f));
        }

        var pixels = new NamedTensor(ExportedModule.Input, [1, 16], [.. Enumerable.Range(0, 16).Select(i => i * 17 / 255f)]);
        var model = Write(network, [16], [new ByteRange(1f / 255, 0), new ByteRange(1f / 255, 0)]);

        var report = Int8Parity.Verify(model.ToByteArray(), "net.onnx", [Batch(network, pixels)]);

        // Half a step of the logits, 6.5 / 127, where the sigmoid is steepest, and half a grey level.
        Assert.InRange(report.Difference * 255, 0, (255 * 0.25 * 6.5 / 127 / 2) + 0.5);
    }

    [Fact]
    public void Write_ranges_that_cut_too_much_off_are_refused()
    {
        using var network = Network(ConvTranspose2d(8, 1, 3));
        var latents = Noise(64);
        var model = Write(network, [4], [.. Ranges(network).Select(range => range with { Scale = range.Scale / 8 })]);

        var error = Assert.Throws<ExportException>(() => Int8Parity.Verify(model.ToByteArray(), "net.onnx", [Batch(network, latents)]));

        Assert.Matches(
            @"^net\.onnx: in int8 the mean is [\d.]+ grey levels from the network's, [\d.]+ % are within 16; expected at most 1\.5 on average and 99\.9 % within 16\. Export without int8\.$",
            error.Message);
    }

    [Fact]
    public void Of_layer_that_is_no_convolution_is_refused_by_name()
    {
        using var silu = Sequential(Conv2d(1, 2, 3), SiLU(), Conv2d(2, 1, 3));
        using var end = Sequential(Conv2d(1, 2, 3), ReLU());
        using var none = Sequential(Linear(2, 3));
        using var single = Conv2d(1, 1, 3);

        const string Expected = "expected Conv2d and ConvTranspose2d with ReLU between them, from the first convolution to the end. Export without int8, or change the network.";
        Assert.Equal($"net.1 (SiLU): the module has no form in int8; {Expected}", Assert.Throws<ExportException>(() => Int8Chain.Of(silu, "net")).Message);
        Assert.Equal($"net.1 (ReLU): the module has no form in int8; {Expected}", Assert.Throws<ExportException>(() => Int8Chain.Of(end, "net")).Message);
        Assert.StartsWith("net (Sequential): ", Assert.Throws<ExportException>(() => Int8Chain.Of(none, "net")).Message, StringComparison.Ordinal);
        Assert.StartsWith("net (Conv2d): ", Assert.Throws<ExportException>(() => Int8Chain.Of(single, "net")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_settings_without_a_form_are_refused_by_name()
    {
        using var network = Network(Conv2d(8, 4, 3, groups: 2));

        var error = Assert.Throws<ExportException>(() => Write(network, [4], Ranges(network)));

        Assert.Equal(
            "net.5 (Conv2d): it has no form in int8; expected one group, no dilation, equal strides, 1 of a Conv2d, and a kernel at least as wide as the stride. Export without int8.",
            error.Message);
    }

    /// <summary>latent [N, 4] -> 6 x 5 pixels in 16 channels -> 8 channels of twice the size -> the layer.</summary>
    private static Sequential Network(Module<torch.Tensor, torch.Tensor> last)
    {
        torch.random.manual_seed(1);
        return Sequential(Linear(4, 16 * 6 * 5), ReLU(), Unflatten(1, [16, 6, 5]), ConvTranspose2d(16, 8, 4, stride: 2, padding: 1), ReLU(), last);
    }

    private static void AssertNear(Sequential network)
    {
        var model = Write(network, [4], Ranges(network));

        var report = Int8Parity.Verify(model.ToByteArray(), "net.onnx", [Batch(network, Noise(64))]);

        Assert.InRange(report.Int8!.Mean, 0, 1);
        Assert.Equal(1, report.Int8.Within);
    }

    private static IReadOnlyList<ByteRange> Ranges(Sequential network) => Int8Calibration.Measure(Int8Chain.Of(network, "net"), Noise(200));

    private static ModelProto Write(Sequential network, ReadOnlySpan<long> sizes, IReadOnlyList<ByteRange> ranges)
    {
        network.eval();
        var graph = new OnnxGraphBuilder("net");
        var scope = new TranslationScope(graph, ModuleTranslators.CreateDefault().Find, "net");
        graph.AddOutput(ExportedModule.Output, Int8Graph.Write(Int8Chain.Of(network, "net"), ranges, graph.AddInput(ExportedModule.Input, new BatchShape(sizes)), scope));
        return graph.ToModel();
    }

    private static NamedTensor Noise(int count) => new(ExportedModule.Input, [count, 4], ExportedModule.Noise(count * 4, seed: 1));

    private static ParityBatch Batch(Sequential network, NamedTensor input)
    {
        using var gradients = torch.no_grad();
        using var tensor = input.ToTensor();
        using var logits = network.call(tensor);
        using var images = logits.sigmoid();
        return new ParityBatch([input], [TensorCopy.Of(ExportedModule.Output, images)]);
    }

    private static void Fill(torch.Tensor weight, IEnumerable<float> values)
    {
        using var data = torch.tensor(values.ToArray(), weight.shape);
        weight.copy_(data);
    }
}
