using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Onnx;
using VaePipeline.OnnxExport;
using VaePipeline.OnnxExport.Verification;
using VaePipeline.Training.Export;
using VaePipeline.Training.Networks;

namespace VaePipeline.Training.Tests.Export;

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
    public void Export_tells_the_training_run_in_both_files()
    {
        using var vae = Network();

        VaeExporter.Export(vae, Facts(vae), _folder, Images(vae, 1), Described());

        foreach (var name in FileNames())
        {
            using var session = new InferenceSession(Path.Combine(_folder, name));
            var metadata = session.ModelMetadata.CustomMetadataMap;
            Assert.Equal(
                ["elementType", "imageShape", "latentSize", "modelName", "trainingData", "trainingDataSha256", "trainingRun", "valueRange", "weightsSha256"],
                metadata.Keys.Order(StringComparer.Ordinal));
            Assert.Equal("mnist", metadata["trainingData"]);
            Assert.Equal(new string('1', 64), metadata["trainingDataSha256"]);
            Assert.Equal("""{"network":"keras","learningRate":0.002,"note":"å+\""}""", metadata["trainingRun"]);
            Assert.Equal(new string('2', 64), metadata["weightsSha256"]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Export_with_bytes_gives_the_pixels_of_the_other_decoder_rounded_half_to_even(bool isPlain)
    {
        using var vae = Network(new ImageShape(3, 8, 12), latentSize: 3);
        var options = new VaeExportOptions { IsPlain = isPlain };
        var bytes = Directory.CreateDirectory(Path.Combine(_folder, "bytes")).FullName;

        VaeExporter.Export(vae, Facts(vae), _folder, Images(vae, 1), options);
        var report = VaeExporter.Export(vae, Facts(vae).WithElementType("uint8"), bytes, Images(vae, 1), options);

        var latents = ExportedModule.Noise(500 * 3, seed: 9, spread: 2);
        var expected = Run<float>(_folder, latents).ConvertAll(pixel => (byte)MathF.Round(pixel / (1f / 255f), MidpointRounding.ToEven));
        Assert.Equal(expected, Run<byte>(bytes, latents));
        Assert.True(report.Decoder.Parity.IsRounded);
        Assert.Equal(36 * 3 * 8 * 12, report.Decoder.Parity.Elements);
        Assert.Equal(("uint8", "0..255"), (OnnxFile.ReadFacts(Path.Combine(bytes, "decoder.onnx")).ElementType, OnnxFile.ReadFacts(Path.Combine(bytes, "decoder.onnx")).ValueRange));
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "encoder.onnx")), File.ReadAllBytes(Path.Combine(bytes, "encoder.onnx")));
    }

    [Fact]
    public void Export_twice_gives_the_same_bytes()
    {
        using var vae = Network();
        using var same = Network();

        var first = VaeExporter.Export(vae, Facts(vae), _folder, Images(vae, 3), Described());
        var culture = CultureInfo.CurrentCulture;
        VaeExportReport second;
        try
        {
            // Made by hand, for images of this runtime may know the invariant culture only.
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", NegativeSign = "−" };
            CultureInfo.CurrentCulture = other;
            second = VaeExporter.Export(same, Facts(same), _folder, Images(same, 7), Described());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

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
        Assert.Contains(" The first layer that differs is decoder.1 (ReLU): its output at [", error.Message, StringComparison.Ordinal);
        Assert.Equal(["encoder.onnx"], FileNames());
        Assert.Equal("old", File.ReadAllText(Path.Combine(_folder, "encoder.onnx")));
    }

    [Fact]
    public void Export_encoder_that_differs_names_the_head()
    {
        using var vae = Network();
        var translators = ModuleTranslators.CreateDefault();
        var linear = translators.Find(vae.Encoder.MeanHead, "").Translate;
        translators.Register<TorchSharp.Modules.Linear>((module, input, scope) =>
            ReferenceEquals(module, vae.Encoder.MeanHead) ? scope.Elementwise("Neg", linear(module, input, scope)) : linear(module, input, scope));

        var error = Assert.Throws<ParityException>(() =>
            VaeExporter.Export(vae, Facts(vae), _folder, Images(vae, 2), new VaeExportOptions { Translators = translators }));

        Assert.Contains(" The first layer that differs is encoder.mean (Linear): its output at [", error.Message, StringComparison.Ordinal);
        Assert.Empty(FileNames());
    }

    [Theory]
    [InlineData("encoder.onnx")]
    [InlineData("decoder.onnx")]
    public void Export_onto_a_folder_is_refused_and_the_other_file_stays(string name)
    {
        using var vae = Network();
        Directory.CreateDirectory(Path.Combine(_folder, name));
        var other = Path.Combine(_folder, name == "encoder.onnx" ? "decoder.onnx" : "encoder.onnx");
        File.WriteAllText(other, "old");

        var error = Assert.Throws<UnwritableOutputException>(() => VaeExporter.Export(vae, Facts(vae), _folder, Images(vae, 1)));

        Assert.Equal($"{Path.Combine(_folder, name)}: is a folder; expected a file to write. Add a file name.", error.Message);
        Assert.Equal("old", File.ReadAllText(other));
        Assert.Single(FileNames());
    }

    [Fact]
    public void Export_facts_of_another_network_are_refused()
    {
        using var vae = Network();

        var error = Assert.Throws<ArgumentException>(() => VaeExporter.Export(vae, Facts(vae) with { LatentSize = 3 }, _folder, Images(vae, 1)));

        Assert.StartsWith(
            "model facts: 3 latents and images of 1x28x28; expected 2 and images of 1x28x28, as the network has.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int8", "0..1")]
    [InlineData("uint8", "0..1")]
    [InlineData("float32", "-1..1")]
    public void Export_pixels_that_no_decoder_gives_are_refused(string elementType, string valueRange)
    {
        using var vae = Network();
        var facts = Facts(vae) with { ElementType = elementType, ValueRange = valueRange };

        var error = Assert.Throws<ArgumentException>(() => VaeExporter.Export(vae, facts, _folder, Images(vae, 1)));

        Assert.StartsWith($"model facts: {elementType} pixels in {valueRange}; expected float32 in 0..1 or uint8 in 0..255,", error.Message, StringComparison.Ordinal);
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

    /// <summary>A training run as a card tells it, its JSON in several lines.</summary>
    private static VaeExportOptions Described() => new()
    {
        Origin = new TrainingOrigin(
            new DataSetEntry { Name = "mnist", Sha256 = new string('1', 64), Licence = "none" },
            new TrainingEntry { Options = JsonElement.Parse("{\n  \"network\": \"keras\",\n  \"learningRate\": 0.002, \"note\": \"\\u00e5+\\\"\" }"), Seed = 1, Threads = 2, Epochs = 3 },
            new FileEntry { Name = "weights.safetensors", Sha256 = new string('2', 64) }),
    };

    /// <summary>All pixels that a folder's decoder makes of latents of 3 numbers.</summary>
    private static List<T> Run<T>(string folder, float[] latents)
        where T : unmanaged
    {
        using var session = new InferenceSession(Path.Combine(folder, "decoder.onnx"));
        using var input = OrtValue.CreateTensorValueFromMemory(latents, [latents.Length / 3, 3]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, new Dictionary<string, OrtValue> { ["latent"] = input }, ["image"]);
        return [.. outputs[0].GetTensorDataAsSpan<T>()];
    }

    private string[] FileNames() => [.. Directory.EnumerateFiles(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Describe(IReadOnlyDictionary<string, NodeMetadata> values) => values.Select(value =>
        $"{value.Key} [{string.Join(", ", value.Value.Dimensions.Zip(value.Value.SymbolicDimensions, (size, name) => size == -1 ? name : $"{size}"))}]");
}
