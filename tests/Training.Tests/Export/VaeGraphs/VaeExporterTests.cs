using System.Text;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Models;
using VaePipeline.Training.Export;
using VaePipeline.Training.Export.VaeGraphs;
using VaePipeline.Training.Export.Verification;
using VaePipeline.Training.Networks;

namespace VaePipeline.Training.Tests.Export.VaeGraphs;

public sealed class VaeExporterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vae-export-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1, 28, 28, 2)]
    [InlineData(3, 32, 20, 5)]
    public void Export_writes_graphs_with_the_agreed_names_and_a_symbolic_batch_axis(int channels, int height, int width, int latentSize)
    {
        using var vae = Network(new ImageShape(channels, height, width), latentSize);

        var report = VaeExporter.Export(vae, Facts(vae), _folder, Images(vae, 36));

        using var encoder = new InferenceSession(Path.Combine(_folder, "encoder.onnx"));
        using var decoder = new InferenceSession(Path.Combine(_folder, "decoder.onnx"));
        Assert.Equal([$"image [N, {channels}, {height}, {width}]"], Describe(encoder.InputMetadata));
        Assert.Equal([$"mean [N, {latentSize}]", $"log_variance [N, {latentSize}]"], Describe(encoder.OutputMetadata));
        Assert.Equal([$"latent [N, {latentSize}]"], Describe(decoder.InputMetadata));
        Assert.Equal([$"image [N, {channels}, {height}, {width}]"], Describe(decoder.OutputMetadata));
        Assert.InRange(report.Encoder.Parity.RelativeDifference, 0, OnnxParity.Tolerance);
        Assert.InRange(report.Decoder.Parity.RelativeDifference, 0, OnnxParity.Tolerance);
        Assert.Equal(36 * latentSize * 2, report.Encoder.Parity.Elements);
        Assert.Equal(36 * channels * height * width, report.Decoder.Parity.Elements);
    }

    [Fact]
    public void Export_reports_name_hash_and_length_of_what_it_wrote()
    {
        using var vae = Network();

        var report = VaeExporter.Export(vae, Facts(vae), _folder, Images(vae, 1));

        Assert.Equal(FileEntry.Of(Path.Combine(_folder, "encoder.onnx")), report.Encoder.Entry);
        Assert.Equal(FileEntry.Of(Path.Combine(_folder, "decoder.onnx")), report.Decoder.Entry);
        Assert.Equal(new FileInfo(Path.Combine(_folder, "decoder.onnx")).Length, report.Decoder.Bytes);
        Assert.Equal(["decoder.onnx", "encoder.onnx"], FileNames());
    }

    [Fact]
    public void Export_states_facts_and_producer_in_both_files()
    {
        using var vae = Network();

        VaeExporter.Export(vae, Facts(vae), _folder, Images(vae, 3));

        foreach (var name in FileNames())
        {
            var path = Path.Combine(_folder, name);
            Assert.Equal(Facts(vae), OnnxFile.ReadFacts(path));
            using var session = new InferenceSession(path);
            Assert.Equal("VaePipeline", session.ModelMetadata.ProducerName);
            Assert.Equal(1, session.ModelMetadata.Version);
        }
    }

    [Fact]
    public void Export_twice_gives_the_same_bytes()
    {
        using var vae = Network();
        using var same = Network();

        var first = VaeExporter.Export(vae, Facts(vae), _folder, Images(vae, 3));
        var second = VaeExporter.Export(same, Facts(same), _folder, Images(same, 7));

        Assert.Equal(first.Encoder.Entry, second.Encoder.Entry);
        Assert.Equal(first.Decoder.Entry, second.Decoder.Entry);
    }

    [Fact]
    public void Export_clamps_the_log_variance_as_training_does()
    {
        using var vae = Network();
        SetElement(vae, "encoder.log_variance.bias", 0, 1000);
        SetElement(vae, "encoder.log_variance.bias", 1, -1000);

        VaeExporter.Export(vae, Facts(vae), _folder, Images(vae, 1));

        using var session = new InferenceSession(Path.Combine(_folder, "encoder.onnx"));
        using var image = OrtValue.CreateTensorValueFromMemory(new float[784], [1, 1, 28, 28]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, new Dictionary<string, OrtValue> { ["image"] = image }, ["log_variance"]);
        Assert.Equal([20f, -30f], outputs[0].GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public void Export_leaves_no_tensors_behind()
    {
        using var vae = Network();
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        VaeExporter.Export(vae, Facts(vae), _folder, Images(vae, 2));

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Export_network_in_training_mode_is_refused()
    {
        using var vae = Network();
        vae.train();

        var error = Assert.Throws<ExportException>(() => VaeExporter.Export(vae, Facts(vae), _folder, Images(vae, 1)));

        Assert.Equal(
            "encoder.body (Sequential): the module is in training mode; expected evaluation mode. Call eval() on the network before the export.", error.Message);
        Assert.Empty(FileNames());
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void Export_weight_that_is_no_number_names_the_tensor_and_leaves_the_old_files(float value, string text)
    {
        using var vae = Network();
        File.WriteAllText(Path.Combine(_folder, "encoder.onnx"), "old");
        SetElement(vae, "decoder.0.bias", 5, value);

        var error = Assert.Throws<BadInputException>(() => VaeExporter.Export(vae, Facts(vae), _folder, Images(vae, 1)));

        Assert.StartsWith($"decoder.0.bias: element [5] is {text}; expected finite numbers only.", error.Message, StringComparison.Ordinal);
        Assert.Equal(["encoder.onnx"], FileNames());
        Assert.Equal("old", File.ReadAllText(Path.Combine(_folder, "encoder.onnx")));
    }

    [Fact]
    public void Export_decoder_that_differs_leaves_both_old_files()
    {
        using var vae = Network();
        File.WriteAllText(Path.Combine(_folder, "encoder.onnx"), "old", Encoding.UTF8);
        // A translator that forgets the ReLU: only the decoder's first is left out, so the encoder passes its check.
        var translators = ModuleTranslators.CreateDefault().Register<TorchSharp.Modules.ReLU>((_, input, scope) =>
            input.Shape.Rank == 2 && input.Shape[1] == 3136 ? input : scope.Node("Relu", input, input.Shape));

        var error = Assert.Throws<ParityException>(() => VaeExporter.Export(vae, Facts(vae), _folder, Images(vae, 2), new VaeExportOptions { Translators = translators }));

        Assert.StartsWith("decoder.onnx: output \"image\" at [", error.Message, StringComparison.Ordinal);
        Assert.Equal(["encoder.onnx"], FileNames());
        Assert.Equal("old", File.ReadAllText(Path.Combine(_folder, "encoder.onnx")));
    }

    [Fact]
    public void Export_facts_of_another_network_are_refused()
    {
        using var vae = Network();

        var error = Assert.Throws<ArgumentException>(() => VaeExporter.Export(vae, Facts(vae) with { LatentSize = 3 }, _folder, Images(vae, 1)));

        Assert.StartsWith(
            "model facts: 3 latents and float32 images of 1x28x28; expected 2 and float32 images of 1x28x28, as the network has.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(783)]
    public void Export_needs_whole_images_to_compare_on(int values)
    {
        using var vae = Network();

        var error = Assert.Throws<ArgumentException>(() => VaeExporter.Export(vae, Facts(vae), _folder, new float[values]));

        Assert.StartsWith(
            $"images to compare on: {values} values; expected a multiple of 784, one image of 1x28x28 at least.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_missing_folder_is_refused()
    {
        using var vae = Network();

        Assert.Throws<UnwritableOutputException>(() => VaeExporter.Export(vae, Facts(vae), Path.Combine(_folder, "none"), Images(vae, 1)));
    }

    private static Vae Network(ImageShape? image = null, int latentSize = 2)
    {
        var vae = VaeNetworks.Create("keras", image ?? new ImageShape(1, 28, 28), latentSize, seed: 3);
        vae.eval();
        return vae;
    }

    private static void SetElement(Vae vae, string parameter, long index, float value)
    {
        using var plain = torch.no_grad();
        using var element = vae.named_parameters().Single(entry => entry.name == parameter).parameter.narrow(0, index, 1);
        element.fill_(value);
    }

    private static ModelFacts Facts(Vae vae) => new() { ModelName = "test", LatentSize = vae.LatentSize, Image = vae.Image };

    private static float[] Images(Vae vae, int count) => [.. ExportedModule.Noise((long)count * vae.Image.PixelCount, seed: 4).Select(Math.Abs).Select(value => Math.Min(value, 1))];

    private string[] FileNames() => [.. Directory.EnumerateFiles(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Describe(IReadOnlyDictionary<string, NodeMetadata> values) => values.Select(value =>
        $"{value.Key} [{string.Join(", ", value.Value.Dimensions.Zip(value.Value.SymbolicDimensions, (size, name) => size == -1 ? name : $"{size}"))}]");
}
