using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using VaePipeline.Contracts.Onnx;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.OnnxExport.Verification;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace VaePipeline.OnnxExport.Tests.Tiles;

public sealed class FastFormsTests
{
    private const int Latents = 10_000;
    private const int BatchSize = 500;

    public static TheoryData<int> Seeds => [.. DrawnSeeds];

    private static IEnumerable<int> DrawnSeeds => Enumerable.Range(1, 40);

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Seeds))]
    public void Write_drawn_decoder_equals_the_plain_graph(int seed)
    {
        using var decoder = DrawnDecoder.Draw(seed);
        var plain = ExportedModule.Build(decoder, [DrawnDecoder.LatentSize], isPlain: true);
        var fast = ExportedModule.Build(decoder, [DrawnDecoder.LatentSize]);

        var report = OnnxParity.Verify(fast.ToByteArray(), "fast.onnx", Run(plain, seed));

        var pixels = fast.Graph.Output[0].Type.TensorType.Shape.Dim.Skip(1).Aggregate(1L, (product, axis) => product * axis.DimValue);
        Assert.Equal(Latents * pixels, report.Elements);
        Assert.True(report.Difference <= 1e-5, $"{report.Difference}");
        Assert.DoesNotContain(plain.Graph.Node, node => node.OpType is "DepthToSpace" or "Concat" or "Transpose" or "Slice");
    }

    [Fact]
    public void Write_drawn_decoders_have_every_form()
    {
        var drawn = DrawnSeeds.SelectMany(seed =>
        {
            using var decoder = DrawnDecoder.Draw(seed);
            return FormsOf(decoder, [DrawnDecoder.LatentSize]);
        }).ToArray();

        var forms = drawn.CountBy(form => form.Form).ToDictionary();

        Assert.Equal(["convolution", "phases", "plain", "tiles"], forms.Keys.Order(StringComparer.Ordinal));
        Assert.All(forms, form => Assert.True(form.Value >= 5, $"{form}"));
        Assert.InRange(drawn.Count(form => form.Form == "tiles" && form.Reason.Contains("rows first", StringComparison.Ordinal)), 5, forms["tiles"] - 5);
    }

    // Outputs on both sides of 16, images with even and odd sides.
    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 1)]
    [InlineData(4, 2)]
    [InlineData(5, 1)]
    [InlineData(5, 2)]
    public void Write_every_setting_equals_the_module(int kernel, int stride)
    {
        foreach (var outputs in new[] { 1, 3, 15, 16, 64 })
        {
            for (var padding = 0; padding < 3; padding++)
            {
                for (var outputPadding = 0; outputPadding < stride; outputPadding++)
                {
                    using var module = torch.nn.Sequential(
                        torch.nn.ConvTranspose2d(2, 16, 4, stride: 2, padding: 1),
                        torch.nn.ConvTranspose2d(16, outputs, kernel, stride: stride, padding: padding, output_padding: outputPadding));
                    ExportedModule.Verify(module, [2, 4, 3], seed: padding + 1);
                    ExportedModule.Verify(module, [2, 2, 5], seed: padding + 1);
                }

                using var convolution = torch.nn.Sequential(
                    torch.nn.ConvTranspose2d(2, 16, 4, stride: 2, padding: 1), torch.nn.Conv2d(16, outputs, kernel, stride, padding));
                ExportedModule.Verify(convolution, [2, 4, 3], seed: padding + 1);
            }
        }
    }

    // 7 -> 13 -> 25: the phases reach one row and one column beyond the image.
    [Fact]
    public void Write_image_with_odd_sides_is_cut_out_of_its_phases()
    {
        using var module = torch.nn.Sequential(
            torch.nn.ConvTranspose2d(8, 16, 3, stride: 2, padding: 1), torch.nn.ReLU(),
            torch.nn.ConvTranspose2d(16, 16, 3, stride: 2, padding: 1));

        var model = ExportedModule.Verify(module, [8, 7, 7]);

        Assert.Equal(2, model.Graph.Node.Count(node => node.OpType == "Slice"));
        Assert.Equal(["N", "16", "25", "25"], ExportedModule.Dimensions(model.Graph.Output[0]));
    }

    [Fact]
    public void Write_keras_decoder_explains_its_forms()
    {
        using var module = torch.nn.Sequential(
            torch.nn.ConvTranspose2d(64, 64, 3, stride: 2, padding: 1, output_padding: 1), torch.nn.ReLU(),
            torch.nn.ConvTranspose2d(64, 32, 3, stride: 2, padding: 1, output_padding: 1), torch.nn.ReLU(),
            torch.nn.ConvTranspose2d(32, 1, 3, padding: 1));

        Assert.Equal(
        [
            new LayerForm("net.0 (ConvTranspose2d)", "phases", "4 plain convolutions in place of a transposed one"),
            new LayerForm("net.2 (ConvTranspose2d)", "phases", "4 plain convolutions in place of a transposed one"),
            new LayerForm("net.4 (ConvTranspose2d)", "tiles", "4 x 4 pixels as channels, rows first, since the kernels compute 16 channels where 1 is wanted"),
        ],
        FormsOf(module, [64, 7, 7]));
    }

    // The convolutions of the four phases read one tensor of the kernels' layout, which the pool makes.
    [Fact]
    public void Write_phases_of_an_image_in_phases_read_it_through_one_pool()
    {
        using var module = torch.nn.Sequential(
            torch.nn.ConvTranspose2d(2, 16, 4, stride: 2, padding: 1), torch.nn.ConvTranspose2d(16, 16, 4, stride: 2, padding: 1));

        var model = ExportedModule.Verify(module, [2, 4, 3]);

        var pool = Assert.Single(model.Graph.Node, node => node.OpType == "MaxPool");
        Assert.Equal(4, model.Graph.Node.Count(node => node.OpType == "Conv" && node.Input[0] == pool.Output[0]));
    }

    [Fact]
    public void Write_layer_without_another_form_stays_plain_and_says_why()
    {
        (Module Layer, string Reason)[] layers =
        [
            (torch.nn.ConvTranspose2d(4, 32, 1, stride: 2, output_padding: 1), "stride 2 is wider than the kernel"),
            (torch.nn.ConvTranspose2d(4, 32, 3, groups: 2), "2 groups"),
            (torch.nn.ConvTranspose2d(4, 32, 3, dilation: 2), "its kernel is dilated"),
            (torch.nn.ConvTranspose2d(4, 32, (3, 3), stride: (1, 2)), "its strides differ"),
            (torch.nn.ConvTranspose2d(4, 3, 1, stride: 2, output_padding: 1), "no tile of up to 8 x 8 pixels has a convolution"),
            (torch.nn.ConvTranspose2d(4, 1, 4, stride: 2), "1 output channel costs less than the zeros in a tile's kernel"),
            (torch.nn.Conv2d(4, 32, 3, stride: 2), "a strided convolution is the fastest form itself"),
            (torch.nn.Conv2d(4, 32, 3), "it is the fastest form itself"),
        ];
        foreach (var (layer, reason) in layers)
        {
            using (layer)
            {
                var form = Assert.Single(FormsOf(layer, [4, 5, 5]));

                Assert.Equal(("plain", reason), (form.Form, form.Reason));
            }
        }
    }

    private static IReadOnlyList<LayerForm> FormsOf(Module module, ReadOnlySpan<long> sizes)
    {
        module.eval();
        var graph = new OnnxGraphBuilder("net");
        var scope = new TranslationScope(graph, ModuleTranslators.CreateDefault().Find);
        scope.Translate("net", module, graph.AddInput(ExportedModule.Input, new BatchShape(sizes)));
        return scope.Forms;
    }

    /// <summary>What a graph makes of drawn latents.</summary>
    private static IEnumerable<ParityBatch> Run(ModelProto model, int seed)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(model.ToByteArray(), options);
        using var runOptions = new RunOptions();
        for (var batch = 0; batch < Latents / BatchSize; batch++)
        {
            var latents = new NamedTensor(
                ExportedModule.Input, [BatchSize, DrawnDecoder.LatentSize], ExportedModule.Noise(BatchSize * DrawnDecoder.LatentSize, (seed * 100) + batch));
            using var input = OrtValue.CreateTensorValueFromMemory(latents.Data, latents.Shape);
            using var outputs = session.Run(runOptions, [ExportedModule.Input], [input], [ExportedModule.Output]);
            yield return new ParityBatch(
                [latents], [new NamedTensor(ExportedModule.Output, outputs[0].GetTensorTypeAndShape().Shape, outputs[0].GetTensorDataAsSpan<float>().ToArray())]);
        }
    }
}
