using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using VaePipeline.Contracts.Errors;
using VaePipeline.OnnxExport.Verification;
using static TorchSharp.torch.nn;
using Tensor = TorchSharp.torch.Tensor;

namespace VaePipeline.OnnxExport.Tests;

public sealed class OnnxExporterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onnx-exporter-").FullName;

    private string FilePath => Path.Combine(_folder, "net.onnx");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Export_writes_what_the_options_say()
    {
        using var module = Sequential(Linear(3, 20 * 4), BatchNorm1d(80), Unflatten(1, [20, 2, 2]), ConvTranspose2d(20, 16, 2, stride: 2));
        module.eval();

        var report = OnnxExporter.Export(module, new BatchShape(3), FilePath, new OnnxExportOptions
        {
            GraphName = "generator",
            InputName = "noise",
            OutputName = "picture",
            Metadata = new Dictionary<string, string> { ["made for"] = "a test" },
        });

        using var session = new InferenceSession(FilePath);
        Assert.Equal("generator", session.ModelMetadata.GraphName);
        Assert.Equal("a test", session.ModelMetadata.CustomMetadataMap["made for"]);
        Assert.Equal([-1, 3], session.InputMetadata["noise"].Dimensions);
        Assert.Equal([-1, 16, 4, 4], session.OutputMetadata["picture"].Dimensions);
        var bytes = File.ReadAllBytes(FilePath);
        Assert.Equal((FilePath, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), (report.Path, report.Bytes, report.Sha256));
        Assert.Equal(new BatchShape(16, 4, 4), report.OutputShape);
        Assert.InRange(report.LargestDifference, 0, OnnxParity.Tolerance);
        Assert.Equal(["generator.1 (BatchNorm1d): folded", "generator.3 (ConvTranspose2d): phases"], report.Forms.Select(form => $"{form.Layer}: {form.Form}"));
    }

    [Fact]
    public void Export_twice_gives_the_same_bytes_and_plain_others()
    {
        using var module = ConvTranspose2d(20, 16, 2, stride: 2);
        module.eval();
        var shape = new BatchShape(20, 2, 2);

        var first = OnnxExporter.Export(module, shape, FilePath);
        var second = OnnxExporter.Export(module, shape, FilePath);
        var plain = OnnxExporter.Export(module, shape, FilePath, new OnnxExportOptions { IsPlain = true });

        Assert.Equal(first.Sha256, second.Sha256);
        Assert.NotEqual(first.Sha256, plain.Sha256);
        Assert.Equal(LayerForm.Plain, Assert.Single(plain.Forms).Form);
    }

    [Fact]
    public void Export_of_whole_numbers_compares_on_what_the_caller_makes()
    {
        using var module = Sequential(Embedding(10, 4), Linear(4, 2));
        module.eval();
        var sizes = new List<int>();

        OnnxExporter.Export(module, new BatchShape(5), FilePath, new OnnxExportOptions
        {
            InputType = OnnxElementType.Int64,
            MakeInput = size =>
            {
                sizes.Add(size);
                return torch.arange(size * 5, torch.ScalarType.Int64).remainder(10).reshape(size, 5);
            },
        });

        Assert.Equal(OnnxParity.BatchSizes, sizes);
        Assert.True(File.Exists(FilePath));
    }

    // TorchSharp's Embedding makes a new wrapper each time that its weight is asked for.
    [Fact]
    public void Export_leaves_no_tensor_behind()
    {
        using var module = Sequential(Embedding(10, 4), LayerNorm(4), Linear(4, 2));
        module.eval();
        var options = new OnnxExportOptions { InputType = OnnxElementType.Int64, MakeInput = size => torch.zeros([size, 5], torch.ScalarType.Int64) };
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        OnnxExporter.Export(module, new BatchShape(5), FilePath, options);

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Export_input_of_another_shape_is_refused()
    {
        using var module = Linear(3, 2);
        module.eval();

        var error = Assert.Throws<ArgumentException>(() => OnnxExporter.Export(
            module, new BatchShape(3), FilePath, new OnnxExportOptions { MakeInput = size => torch.zeros(size, 4) }));

        Assert.StartsWith("MakeInput: made Float32 [1, 4]; expected Float32 [1, 3]. Make a batch of the shape that is exported.", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    // Its own forward and what it describes part ways.
    [Fact]
    public void Export_of_a_module_that_describes_something_else_writes_nothing()
    {
        using var module = new WrongFlow();
        module.eval();

        var error = Assert.Throws<ParityException>(() => OnnxExporter.Export(module, new BatchShape(3), FilePath));

        Assert.StartsWith("net.onnx: output \"output\" at ", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void Export_root_without_translator_or_in_training_names_it()
    {
        using var unknown = new Unknown();
        unknown.eval();
        using var training = Linear(3, 2);

        var noTranslator = Assert.Throws<ExportException>(() => OnnxExporter.Export(unknown, new BatchShape(3), FilePath));
        var inTraining = Assert.Throws<ExportException>(() => OnnxExporter.Export(training, new BatchShape(3), FilePath));

        Assert.StartsWith("model: VaePipeline.OnnxExport.Tests.OnnxExporterTests+Unknown has no translator;", noTranslator.Message, StringComparison.Ordinal);
        Assert.StartsWith("model (Linear): the module is in training mode;", inTraining.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_to_a_folder_that_does_not_exist_is_refused()
    {
        using var module = Linear(3, 2);
        module.eval();

        Assert.Throws<UnwritableOutputException>(() => OnnxExporter.Export(module, new BatchShape(3), Path.Combine(_folder, "none", "net.onnx")));
    }

    [Fact]
    public void Validated_lists_all_faults()
    {
        var options = new OnnxExportOptions { GraphName = "", InputName = "x", OutputName = "x", InputType = OnnxElementType.Int64 };

        var error = Assert.Throws<ArgumentException>(options.Validated);

        Assert.Equal(
            [
                "GraphName: found no name; expected one. Give one, or leave the option out.",
                "OutputName: found \"x\", the input's name; expected another one. Choose two names.",
                "MakeInput: found none for an input of Int64; expected a function. Give one that makes numbers that the module takes.",
            ],
            error.Message.Split(Environment.NewLine));
    }

    private sealed class WrongFlow() : Module<Tensor, Tensor>(nameof(WrongFlow)), IDescribesDataFlow
    {
        public override Tensor forward(Tensor input) => input.tanh();

        public GraphValue Describe(GraphValue input, TranslationScope scope) => scope.Elementwise("Sigmoid", input);
    }

    private sealed class Unknown() : Module<Tensor, Tensor>(nameof(Unknown))
    {
        public override Tensor forward(Tensor input) => input.tanh();
    }
}
