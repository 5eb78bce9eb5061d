using System.Text.Json;
using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Options;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Tests.Commands;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly TemporaryFolder _files = new();
    private readonly string _folder;
    private readonly string _data;

    public EvaluateCommandTests()
    {
        _folder = Directory.CreateDirectory(_files["model"]).FullName;
        _data = _files["data"];
        IdxFixture.Write(_data);
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Evaluate_prints_every_figure_with_its_definition()
    {
        // All weights zero: logits 0, so ln 2 a pixel whatever z is, and q(z|x) = N(0, I).
        WriteModel(new NetworkOptions(), zero: true);

        var run = await ProgramRun.OfAsync("evaluate", _folder, "--data", _data, "--importance-samples", "7", "--proposal-scale", "1", "--exact", "--grid", "20");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Snapshot.Match("Evaluate", run.Out);
    }

    [SkippableTheory]
    [InlineData("evaluate")]
    [InlineData("export")]
    public async Task Card_and_weights_are_read_once(string command)
    {
        Skip.If(OperatingSystem.IsWindows(), "needs named pipes, which can be read but once");
        WriteModel(new NetworkOptions(), zero: true);
        await ProgramRun.OfAsync("export", _folder); // The export of the theory then finds a card that fits, and does not write it.
        var taken = Task.WhenAll(SingleRead.Of(Path.Combine(_folder, ModelFolder.CardName)), SingleRead.Of(Path.Combine(_folder, VaeWeights.FileName)));

        var run = await Task.Run(() => ProgramRun.OfAsync(command, _folder, "--data", _data)).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        await taken.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Evaluate_json_holds_the_figures_by_name()
    {
        var card = WriteModel(new NetworkOptions { LatentSize = 1 }, zero: false);

        var text = await ProgramRun.OfAsync("evaluate", _folder, "--data", _data, "--exact", "--images", "5", "--part", "training");
        var run = await ProgramRun.OfAsync("evaluate", _folder, "--data", _data, "--exact", "--images", "5", "--part", "training", "--json");

        Assert.Equal(0, run.ExitCode);
        using var json = JsonDocument.Parse(run.Out);
        var root = json.RootElement;
        Assert.Equal(("test", "data", "training"), (root.GetProperty("model").GetString(), root.GetProperty("data").GetString(), root.GetProperty("part").GetString()));
        Assert.Equal(card.Weights.Sha256, root.GetProperty("weightsSha256").GetString());
        Assert.Equal(5, root.GetProperty("images").GetInt32());
        var figures = root.GetProperty("figures");
        Assert.Equal(
            ["reconstruction", "klDivergence", "negativeElbo", "activeUnits", "exactNll", "inferenceGap"],
            figures.EnumerateObject().Select(figure => figure.Name));
        Assert.Equal(Value("reconstruction") + Value("klDivergence"), Value("negativeElbo"), 1e-9);
        Assert.Equal(Value("negativeElbo") - Value("exactNll"), Value("inferenceGap"), 1e-9);
        Assert.All(figures.EnumerateObject(), figure => Assert.NotEqual("", figure.Value.GetProperty("definition").GetString()));
        Assert.Contains(FormattableString.Invariant($"{Value("exactNll"):F2} nats per image"), text.Out, StringComparison.Ordinal);
        Assert.Contains("over 20000 points z", text.Out, StringComparison.Ordinal);

        double Value(string name) => figures.GetProperty(name).GetProperty("value").GetDouble();
    }

    [Fact]
    public async Task Evaluate_repeats_the_samples_of_the_model_s_run_and_others_with_another_seed()
    {
        WriteModel(new NetworkOptions { Likelihood = Likelihood.Gaussian }, zero: false);

        var first = await ProgramRun.OfAsync("evaluate", _folder, "--data", _data);
        var again = await ProgramRun.OfAsync("evaluate", _folder, "--data", _data, "--seed", "4");
        var other = await ProgramRun.OfAsync("evaluate", _folder, "--data", _data, "--seed", "5", "--json");

        Assert.Contains("normal density of pixels", first.Out, StringComparison.Ordinal);
        Assert.Equal(first.Out, again.Out);
        Assert.NotEqual(first.Out, other.Out);
    }

    [Fact]
    public async Task Evaluate_names_all_options_that_are_out_of_range()
    {
        var run = await ProgramRun.OfAsync(
            "evaluate", _folder, "--data", _data, "--images", "0", "--importance-samples", "-1", "--proposal-scale", "0.5", "--grid", "1", "--seed", "-1", "--threads", "0");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            "error: --images is \"0\"; expected a whole number, at least 1. --importance-samples is \"-1\"; expected a whole number, 1 to 1000000. "
            + "--proposal-scale is \"0.5\"; expected a number, 1 to 100. --grid is \"1\"; expected a whole number, 2 to 100000. "
            + "--seed is \"-1\"; expected a whole number, at least 0. --threads is \"0\"; expected a whole number, 1 to 1024. Run \"vae evaluate --help\" for usage.\n",
            run.Error);
    }

    [Fact]
    public async Task Evaluate_names_options_that_need_another()
    {
        var run = await ProgramRun.OfAsync("evaluate", _folder, "--data", _data, "--grid", "20", "--proposal-scale", "2");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            "error: --grid: found without --exact; expected both. Add --exact, or leave it out. "
            + "--proposal-scale: found without --importance-samples; expected both. Add --importance-samples, or leave it out. Run \"vae evaluate --help\" for usage.\n",
            run.Error);
    }

    [Fact]
    public async Task Evaluate_part_that_is_none_is_refused()
    {
        var run = await ProgramRun.OfAsync("evaluate", _folder, "--data", _data, "--part", "validation");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("error: --part is \"validation\"; expected test or training. Run \"vae evaluate --help\" for usage.\n", run.Error);
    }

    [Fact]
    public async Task Evaluate_exact_with_three_latents_is_refused()
    {
        WriteModel(new NetworkOptions { LatentSize = 3 }, zero: false);

        var run = await ProgramRun.OfAsync("evaluate", _folder, "--data", _data, "--exact");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            $"error: {_folder}: the model has 3 latents; expected one or two for --exact, which covers their space with a grid. Use --importance-samples 5000 instead.\n",
            run.Error);
    }

    [Fact]
    public async Task Evaluate_images_of_another_shape_are_refused()
    {
        WriteModel(new NetworkOptions(), zero: false, new ImageShape(1, 8, 12));

        var run = await ProgramRun.OfAsync("evaluate", _folder, "--data", _data);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"error: {_data}: the images are 1x28x28; expected 1x8x12, as the model's. Choose another --data, or add --resize 12x8.\n", run.Error);
    }

    [Fact]
    public async Task Evaluate_weights_that_are_no_numbers_are_said_to_be_so()
    {
        WriteModel(new NetworkOptions(), zero: false, broken: true);

        var run = await ProgramRun.OfAsync("evaluate", _folder, "--data", _data);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error: reconstruction: NaN; expected a finite number.", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }

    /// <summary>A model folder with weights and card; its graphs, which nothing here reads, hold one byte.</summary>
    private ModelCard WriteModel(NetworkOptions network, bool zero, ImageShape? image = null, bool broken = false)
    {
        image ??= new ImageShape(1, 28, 28);
        using var vae = VaeNetworks.Create(network, image, seed: 5);
        using (TorchSharp.torch.no_grad())
        {
            foreach (var parameter in vae.parameters().Where(_ => zero))
            {
                parameter.zero_();
            }

            if (broken)
            {
                vae.OutputBias.fill_(float.NaN);
            }
        }

        string weights = Path.Combine(_folder, VaeWeights.FileName);
        SafetensorsFile.Write(weights, VaeWeights.Capture(vae));
        File.WriteAllText(Path.Combine(_folder, "encoder.onnx"), "e");
        File.WriteAllText(Path.Combine(_folder, "decoder.onnx"), "d");
        var options = new TrainingOptions { LatentSize = network.LatentSize, Likelihood = network.Likelihood, Seed = 4 };
        var card = new ModelCard
        {
            Facts = new ModelFacts { ModelName = "test", LatentSize = network.LatentSize, Image = image },
            Encoder = FileEntry.Of(Path.Combine(_folder, "encoder.onnx")),
            Decoder = FileEntry.Of(Path.Combine(_folder, "decoder.onnx")),
            Weights = FileEntry.Of(weights),
            DataSet = new DataSetEntry { Name = "data", Sha256 = new string('0', 64), Licence = "MIT" },
            Training = new TrainingEntry { Options = TrainingOptionsJson.ToElement(options), Seed = 4, Threads = 1, Epochs = 1 },
            Metrics = new MetricsEntry { Split = "test", Images = 1, Values = new Dictionary<string, double>(), Definition = "none" },
            Versions = EngineVersions.All(),
        };
        ModelFolder.Write(_folder, card);
        return card;
    }
}
