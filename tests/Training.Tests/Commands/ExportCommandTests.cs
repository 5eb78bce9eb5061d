using System.Text.RegularExpressions;
using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Onnx;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.Data.Sets;
using VaePipeline.Training.Export;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Options;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Tests.Commands;

public sealed partial class ExportCommandTests : IDisposable
{
    private readonly TemporaryFolder _files = new();
    private readonly string _folder;

    public ExportCommandTests() => _folder = Directory.CreateDirectory(_files["model"]).FullName;

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Export_makes_lost_graphs_anew_with_the_same_bytes()
    {
        var card = WriteModel(new ImageShape(1, 28, 28));
        File.Delete(Path.Combine(_folder, "encoder.onnx"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "decoder.onnx"), "damaged");
        var cardBytes = await File.ReadAllBytesAsync(Path.Combine(_folder, "model.json"));

        var run = await ProgramRun.OfAsync("export", _folder);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(card.Files, ModelFolder.Open(_folder).Card.Files);
        Assert.Equal(cardBytes, await File.ReadAllBytesAsync(Path.Combine(_folder, "model.json")));
        Assert.Equal(["decoder.onnx", "encoder.onnx", "model.json", "weights.safetensors"], FileNames());
        Assert.Equal(
            "encoder.onnx  # bytes; of 144 values the farthest is # from the network's\n"
            + "decoder.onnx  # bytes; of 28224 values the farthest is # from the network's\n"
            + "model.json    had these hashes already\n",
            Measured().Replace(run.Out, match => match.Value.StartsWith("is", StringComparison.Ordinal) ? "is # from" : "  # bytes"));
    }

    [Fact]
    public async Task Export_explains_which_layer_got_which_form_and_why()
    {
        WriteModel(new ImageShape(1, 28, 28));

        var run = await ProgramRun.OfAsync("export", _folder, "--explain");

        Assert.EndsWith(
            """
            model.json                   had these hashes already
            encoder.body.0 (Conv2d)      plain   a strided convolution is the fastest form itself
            encoder.body.2 (Conv2d)      plain   a strided convolution is the fastest form itself
            decoder.3 (ConvTranspose2d)  phases  4 plain convolutions in place of a transposed one
            decoder.5 (ConvTranspose2d)  phases  4 plain convolutions in place of a transposed one
            decoder.7 (ConvTranspose2d)  tiles   4 x 4 pixels as channels, rows first, since the kernels compute 16 channels where 1 is wanted

            """,
            run.Out,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_plain_writes_the_operators_of_the_layers_and_again_gives_the_fast_ones_back()
    {
        var card = WriteModel(new ImageShape(1, 28, 28));

        var run = await ProgramRun.OfAsync("export", _folder, "--plain");

        Assert.Equal(0, run.ExitCode);
        var decoder = ModelProto.Parser.ParseFrom(await File.ReadAllBytesAsync(Path.Combine(_folder, "decoder.onnx")));
        Assert.Equal(
            ["Gemm", "Relu", "Reshape", "ConvTranspose", "Relu", "ConvTranspose", "Relu", "ConvTranspose", "Sigmoid"],
            decoder.Graph.Node.Select(node => node.OpType));
        var plain = ModelFolder.Open(_folder).Card;
        Assert.Equal(card.Encoder, plain.Encoder);
        Assert.NotEqual(card.Decoder, plain.Decoder);

        await ProgramRun.OfAsync("export", _folder);

        Assert.Equal(card.ToJson(), ModelFolder.Open(_folder).Card.ToJson());
    }

    [Fact]
    public async Task Export_int8_states_in_the_card_what_it_loses()
    {
        var card = WriteModel(new ImageShape(1, 28, 28));
        IdxFixture.Write(_files["data"]);

        var int8 = await ProgramRun.OfAsync("export", _folder, "--int8", "--data", _files["data"]);
        var written = ModelFolder.Open(_folder).Card;
        var again = await ProgramRun.OfAsync("export", _folder, "--int8", "--data", _files["data"]);
        var back = await ProgramRun.OfAsync("export", _folder, "--pixels", "float32");

        Assert.Equal((0, 0, 0), (int8.ExitCode, again.ExitCode, back.ExitCode));
        Assert.Matches(@"\ndecoder\.onnx  \d+ bytes; int8, of \d+ pixels the mean is \d\.\d\d grey levels from the network's, [\d.]+ % are within 16\n", int8.Out);
        Assert.Equal(card.Facts.WithElementType("uint8"), written.Facts);
        Assert.InRange(written.Quantization!.MeanError, 0.01, 1.5);
        Assert.InRange(written.Quantization.Within16, 0.999, 1);
        Assert.EndsWith("model.json    had these hashes already\n", again.Out, StringComparison.Ordinal);
        Assert.Equal(card.ToJson(), ModelFolder.Open(_folder).Card.ToJson());
    }

    [Theory]
    [InlineData("--int8: no --data; expected the images that the model was trained on. Name them with --data.")]
    [InlineData("--int8: --pixels is float32; expected uint8, which int8 gives. Leave one of them out.", "--data", "digits", "--pixels", "float32")]
    [InlineData("--int8: found with --plain; expected one of them, since int8 has operators of its own. Leave one of them out.", "--data", "digits", "--plain")]
    public async Task Export_int8_with_options_that_do_not_fit_is_refused(string error, params string[] options)
    {
        WriteModel(new ImageShape(1, 28, 28));

        var run = await ProgramRun.OfAsync(["export", _folder, "--int8", .. options]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"error: {error} Run \"vae export --help\" for usage.\n", run.Error);
    }

    [Fact]
    public async Task Export_states_new_hashes_in_the_card()
    {
        // As if another version had written the graphs.
        var card = WriteModel(new ImageShape(1, 28, 28));
        await File.AppendAllTextAsync(Path.Combine(_folder, "encoder.onnx"), "other");
        await File.AppendAllTextAsync(Path.Combine(_folder, "decoder.onnx"), "other");
        ModelFolder.Write(_folder, card with
        {
            Encoder = FileEntry.Of(Path.Combine(_folder, "encoder.onnx")),
            Decoder = FileEntry.Of(Path.Combine(_folder, "decoder.onnx")),
        });

        var run = await ProgramRun.OfAsync("export", _folder);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(card.ToJson(), ModelFolder.Open(_folder).Card.ToJson());
        Assert.EndsWith("model.json    has the new hashes\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_pixels_stand_in_the_card_and_stay_until_others_are_asked_for()
    {
        var card = WriteModel(new ImageShape(1, 28, 28));

        var bytes = await ProgramRun.OfAsync("export", _folder, "--pixels", "uint8");
        var again = await ProgramRun.OfAsync("export", _folder);
        var facts = ModelFolder.Open(_folder).Card.Facts;
        var back = await ProgramRun.OfAsync("export", _folder, "--pixels", "float32");

        Assert.Equal((0, 0, 0), (bytes.ExitCode, again.ExitCode, back.ExitCode));
        Assert.Matches(@"\ndecoder\.onnx  \d+ bytes; of 28224 bytes the farthest is [^ ]+ beyond the rounding of the network's value\nmodel\.json    has the new hashes\n$", bytes.Out);
        Assert.EndsWith("model.json    had these hashes already\n", again.Out, StringComparison.Ordinal);
        Assert.Equal(card.Facts.WithElementType("uint8"), facts);
        Assert.Equal(card.ToJson(), ModelFolder.Open(_folder).Card.ToJson());
    }

    [Fact]
    public async Task Export_unknown_pixels_are_refused()
    {
        var run = await ProgramRun.OfAsync("export", _folder, "--pixels", "int8");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("error: --pixels is \"int8\"; expected float32 or uint8; did you mean \"uint8\"? Run \"vae export --help\" for usage.\n", run.Error);
    }

    [Fact]
    public async Task Export_network_for_other_images_is_compared_on_its_own()
    {
        WriteModel(new ImageShape(3, 8, 12));

        var run = await ProgramRun.OfAsync("export", _folder);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("of 10368 values", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_compares_on_the_data_asked_for()
    {
        WriteModel(new ImageShape(1, 28, 28));
        IdxFixture.Write(_files["data"]);

        var run = await ProgramRun.OfAsync("export", _folder, "--data", _files["data"]);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("encoder.onnx", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_data_of_another_shape_is_refused()
    {
        WriteModel(new ImageShape(3, 8, 12));
        IdxFixture.Write(_files["data"]);

        var run = await ProgramRun.OfAsync("export", _folder, "--data", _files["data"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"error: {_files["data"]}: the images are 1x28x28; expected 3x8x12, as the model's. Choose another --data.\n", run.Error);
    }

    [Fact]
    public async Task Export_damaged_weights_are_refused_and_the_graphs_stay()
    {
        WriteModel(new ImageShape(1, 28, 28));
        var before = await File.ReadAllBytesAsync(Path.Combine(_folder, "decoder.onnx"));
        await File.AppendAllTextAsync(Path.Combine(_folder, "weights.safetensors"), " ");

        var run = await ProgramRun.OfAsync("export", _folder);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error: {_folder}/weights.safetensors: SHA-256 is ", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(_folder, "decoder.onnx")));
        Assert.Equal("", run.Out);
    }

    [Theory]
    [InlineData("\"network\":\"keras\"", "\"network\":\"resnet\"", "\"training.options.network\" is \"resnet\"")]
    [InlineData("\"network\":\"keras\"", "\"net\":\"keras\"", "\"training.options.network\" is missing")]
    public async Task Export_network_that_this_version_does_not_know_is_refused(string from, string to, string found)
    {
        WriteModel(new ImageShape(1, 28, 28));
        var cardPath = Path.Combine(_folder, "model.json");
        var text = Regex.Replace(await File.ReadAllTextAsync(cardPath), "\"network\": ", "\"network\":");
        Assert.Contains(from, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(cardPath, text.Replace(from, to, StringComparison.Ordinal));

        var run = await ProgramRun.OfAsync("export", _folder);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"error: {cardPath}: {found}; expected \"keras\" or \"mlp\" or \"residual\". Take the file as it was written, or update VaePipeline.\n", run.Error);
    }

    [Fact]
    public async Task Export_folder_that_is_not_there_is_refused()
    {
        var run = await ProgramRun.OfAsync("export", Path.Combine(_folder, "none"));

        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"error: {_folder}/none: the folder does not exist; expected a model folder with model.json. Check the path.\n", run.Error);
    }

    [GeneratedRegex(@"is \d(\.\d)?E-\d+ from|  \d+ bytes")]
    private static partial Regex Measured();

    private string[] FileNames() => [.. Directory.EnumerateFiles(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>A model folder with an untrained network: weights, graphs and card.</summary>
    private ModelCard WriteModel(ImageShape image)
    {
        using var vae = VaeNetworks.Create("keras", image, latentSize: 2, seed: 5);
        vae.eval();
        var facts = new ModelFacts { ModelName = "test", LatentSize = 2, Image = image };
        var weights = Path.Combine(_folder, VaeWeights.FileName);
        SafetensorsFile.Write(weights, VaeWeights.Capture(vae));
        var origin = new TrainingOrigin(
            new DataSetEntry { Name = DigitDataSet.Name, Sha256 = new string('0', 64), Licence = "MIT" },
            new TrainingEntry { Options = TrainingOptionsJson.ToElement(new TrainingOptions()), Seed = 1, Threads = 1, Epochs = 0 },
            FileEntry.Of(weights));
        var report = VaeExporter.Export(vae, facts, _folder, VerificationImages.BuiltIn(vae), new VaeExportOptions { Origin = origin });
        var card = new ModelCard
        {
            Facts = facts,
            Encoder = report.Encoder.Entry,
            Decoder = report.Decoder.Entry,
            Weights = origin.Weights,
            DataSet = origin.Data,
            Training = origin.Run,
            Metrics = new MetricsEntry { Split = "test", Images = 1, Values = new Dictionary<string, double>(), Definition = "none" },
            Versions = EngineVersions.All(),
        };
        ModelFolder.Write(_folder, card);
        return card;
    }
}
