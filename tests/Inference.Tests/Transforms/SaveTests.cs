using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms;

public sealed class SaveTests
{
    private static readonly SourceColumn Signal =
        new SourceColumn<VBuffer<float>>("signal", new VectorDataViewType(NumberDataViewType.Single, 2), row => new VBuffer<float>(2, SignalOf(row)));

    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Save_encoder_loads_with_both_columns()
    {
        float[] images = TestModels.Images(3);
        var source = new SourceView(3, new SourceColumn<VBuffer<float>>(
            "Image", new VectorDataViewType(NumberDataViewType.Single, 16), row => new VBuffer<float>(16, [.. images.Skip((int)row * 16).Take(16)])));
        byte[] file = SavedModel.Save(_context.Transforms.EncodeImages(TestModels.Encoder, "M", "V").Fit(source), source.Schema);

        SavedModel.Check(file, source, data =>
        {
            TestModels.AssertClose(TestModels.Encoded(images, "mean"), Numbers(data, "M"));
            TestModels.AssertClose(TestModels.Encoded(images, "log_variance"), Numbers(data, "V"));
        });
    }

    [Fact]
    public void Save_several_inputs_and_types_loads_with_the_columns_in_use()
    {
        var source = new SourceView(50, new SourceColumn<long>("Label", NumberDataViewType.Int64, row => row * 10), SourceColumn.Latent);
        byte[] file = SavedModel.Save(
            _context.Transforms.ApplyOnnxModelBatched(
                new Dictionary<string, string> { ["positive"] = "Positive", ["sum"] = "label", ["wide"] = "Wide" },
                new Dictionary<string, string> { ["latent"] = "Latent", ["label"] = "Label" },
                TestModels.Path("several")).Fit(source),
            source.Schema);

        Assert.Equal(["label", "Wide", "Positive"], SavedModel.Onnx(file).Outputs.Select(output => output.Name));
        float[] latents = TestModels.Latents(50);
        SavedModel.Check(file, source, data =>
        {
            Assert.Equal(["Positive", "label", "Wide"], data.Schema.Skip(2).Select(column => column.Name));
            Assert.Equal(latents.Select((z, i) => z + (i / 2 * 10)), Numbers(data, "label"));
            Assert.Equal(latents.Select(z => (double)z), data.GetColumn<double[]>("Wide").SelectMany(row => row));
            Assert.Equal(latents.Select(z => z > 0), data.GetColumn<bool[]>("Positive").SelectMany(row => row));
        });
    }

    [Theory]
    [InlineData("Latent", "Latent")]
    [InlineData("Latent.output", "Latent.output")] // ML.NET cuts the ending off
    [InlineData("Latent.output", "Latent")]
    [InlineData("Latent", "a.output.b.output")]
    [InlineData("h1", "w1")] // tensors inside the model
    [InlineData("image", "latent")]
    public void Save_any_names_of_columns_are_those_loaded(string input, string output)
    {
        var source = new SourceView(20, ((SourceColumn<VBuffer<float>>)SourceColumn.Latent) with { Name = input });
        byte[] file = SavedModel.Save(_context.Transforms.DecodeLatents(TestModels.Decoder, output, input).Fit(source), source.Schema);

        SavedModel.Check(file, source, data =>
        {
            Assert.Equal([input, output], data.Schema.Select(column => column.Name));
            TestModels.AssertClose(TestModels.Decoded(TestModels.Latents(20)), Numbers(data, output));
        });
    }

    [Fact]
    public void Save_one_column_for_two_inputs_loads()
    {
        var source = new SourceView(20, Signal);
        byte[] file = SavedModel.Save(
            _context.Transforms.ApplyOnnxModelBatched(
                new Dictionary<string, string> { ["sum"] = "Sum" },
                new Dictionary<string, string> { ["left"] = "signal", ["right"] = "signal" },
                TestModels.Path("two-alike")).Fit(source),
            source.Schema);

        SavedModel.Check(file, source, data => Assert.Equal(Enumerable.Range(0, 20).SelectMany(row => SignalOf(row)).Select(x => x * 2), Numbers(data, "Sum")));
    }

    [Fact]
    public void Save_sizes_of_symbolic_axes_stand_in_the_graph()
    {
        var source = new SourceView(20, Signal);
        var options = new BatchedOnnxOptions { AxisSizes = new Dictionary<string, int> { ["width"] = 2 } };
        byte[] file = SavedModel.Save(_context.Transforms.ApplyOnnxModelBatched("echo", "signal", TestModels.Path("symbolic-width"), options).Fit(source), source.Schema);

        Assert.Equal("[N, 2]", Assert.Single(SavedModel.Onnx(file).Inputs).Shape);
        SavedModel.Check(file, source, data => Assert.Equal(Enumerable.Range(0, 20).SelectMany(row => SignalOf(row)), Numbers(data, "echo")));
    }

    [Theory]
    [InlineData(PixelType.Model)]
    [InlineData(PixelType.Byte)]
    public void Save_half_precision_and_bytes_load_as_they_were(PixelType pixelType)
    {
        // Its weights are float16, which ML.NET refuses to see.
        var source = new SourceView(20, Signal);
        byte[] model = File.ReadAllBytes(TestModels.Path("half-graph"));
        float[] expected = [.. Enumerable.Range(0, 20).SelectMany(row => RawModel.Run(model, SignalOf(row), "signal")["level"])];
        byte[] file = SavedModel.Save(
            _context.Transforms.ApplyOnnxModelBatched("level", "signal", TestModels.Path("half-graph"), new() { PixelType = pixelType }).Fit(source), source.Schema);

        SavedModel.Check(file, source, data =>
        {
            if (pixelType == PixelType.Byte)
            {
                // Half a level, and what float16 leaves out.
                byte[] actual = [.. data.GetColumn<byte[]>("level").SelectMany(row => row)];
                Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - float.Clamp(pair.First * 255, 0, 255), -0.6f, 0.6f));
            }
            else
            {
                Assert.All(expected.Zip(Numbers(data, "level")), pair => Assert.InRange(pair.Second - pair.First, -1e-3f, 1e-3f));
            }
        });
    }

    [Fact]
    public void Save_keeps_the_metadata_and_the_options_and_needs_no_file()
    {
        string copy = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        File.Copy(TestModels.Decoder, copy);
        IDataView data = LatentRow.Rows(_context, 1);
        var options = new BatchedOnnxOptions { BatchSize = 5, FillBatches = true, Workers = 3, IntraOpThreads = 2, KeepBatchAxis = true, NonFinite = NonFinitePolicy.PassThrough };
        BatchedOnnxEstimator estimator = _context.Transforms.DecodeLatents(copy, options: options);
        File.Delete(copy);

        byte[] file = SavedModel.Save(estimator.Fit(data), data.Schema);
        byte[] again = SavedModel.Save(SavedModel.Load(file).ToBatchedOnnx(), data.Schema);

        string[] expected =
        [
            "elementType: float32", "imageShape: 1x4x4", "latentSize: 2", "modelName: tiny",
            "VaePipeline.BatchSize: 5", "VaePipeline.FillBatches: True", "VaePipeline.IntraOpThreads: 2", "VaePipeline.KeepBatchAxis: True",
            "VaePipeline.NonFinite: PassThrough", $"VaePipeline.SourceFile: {Path.GetFileName(copy)}", "VaePipeline.Workers: 3", "valueRange: 0..1",
        ];
        Assert.Equal(expected, Metadata(file));
        Assert.Equal(expected, Metadata(again));
    }

    [SkippableFact]
    public void Save_leaves_no_temporary_file()
    {
        const string Variable = "TMPDIR"; // Names the folder of temporary files, except on Windows.
        Skip.If(OperatingSystem.IsWindows(), $"Windows does not read {Variable}.");
        IDataView data = LatentRow.Rows(_context, 1);
        BatchedOnnxTransformer decoder = _context.Transforms.DecodeLatents(TestModels.Decoder).Fit(data);
        using TemporaryFolder folder = new();
        DateTime longAgo = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        Directory.SetLastWriteTimeUtc(folder.FolderPath, longAgo);
        string? before = Environment.GetEnvironmentVariable(Variable);
        Environment.SetEnvironmentVariable(Variable, folder.FolderPath); // No other test runs at the same time (xunit.runner.json).
        try
        {
            SavedModel.Save(decoder, data.Schema);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, before);
        }

        Assert.NotEqual(longAgo, Directory.GetLastWriteTimeUtc(folder.FolderPath)); // There were files in between.
        Assert.Empty(Directory.GetFileSystemEntries(folder.FolderPath));
    }

    [Fact]
    public void Save_fixed_batch_axis_is_refused()
    {
        IDataView data = LatentRow.Rows(_context, 1);
        using BatchedOnnxTransformer decoder = _context.Transforms.DecodeLatents(TestModels.Path("fixed-batch")).Fit(data);
        using var file = new MemoryStream();

        NotSupportedException error = Assert.Throws<NotSupportedException>(() => _context.Model.Save(decoder, data.Schema, file));

        Assert.Equal(
            $"{TestModels.Path("fixed-batch")}: the batch axis is fixed at 4; expected a symbolic one to save the model, for it is saved as " +
            "ML.NET's own transformer, which runs one row at a time. Export the model with a symbolic first axis.",
            error.Message);
    }

    [Fact]
    public void Save_batch_axis_fixed_at_one_loads()
    {
        IDataView source = LatentRow.Rows(_context, 20);
        byte[] file = SavedModel.Save(_context.Transforms.DecodeLatents(TestModels.Path("fixed-one")).Fit(source), source.Schema);

        SavedModel.Check(file, source, data => TestModels.AssertClose(TestModels.Decoded(TestModels.Latents(20)), Numbers(data, "Image")));
    }

    private static IEnumerable<string> Metadata(byte[] file) =>
        SavedModel.Onnx(file).Metadata.Select(entry => $"{entry.Key}: {entry.Value}").Order(StringComparer.OrdinalIgnoreCase);

    private static float[] Numbers(IDataView data, string column) => [.. data.GetColumn<float[]>(column).SelectMany(row => row)];

    private static float[] SignalOf(long row) => [row / 16f, 1 - (row / 32f)];
}
