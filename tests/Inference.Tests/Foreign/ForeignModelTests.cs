using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Foreign;

/// <summary>Models that PyTorch exported give in batches what a session of their own gives row by row.</summary>
[Trait("Category", "Slow")]
public sealed class ForeignModelTests(ForeignModels models) : IClassFixture<ForeignModels>
{
    // No multiple of 4, 7 or 32, so that the last batch is never full.
    private const int RowCount = 75;

    private static readonly ForeignRow[] Rows = ForeignRow.Random(RowCount);
    private static readonly float[] Latents = [.. Rows.SelectMany(row => row.Latent)];
    private static readonly float[] Pixels = [.. Rows.SelectMany(row => row.Image)];

    private readonly MLContext _context = new(seed: 1);

    /// <summary>Batch size and workers.</summary>
    public static TheoryData<int, int> Batches { get; } = new() { { 1, 1 }, { 1, 2 }, { 7, 1 }, { 7, 2 }, { 32, 1 }, { 32, 2 } };

    [SkippableTheory]
    [MemberData(nameof(Batches))]
    public void Mlp_decoder(int batchSize, int workers)
    {
        string model = models.Path("mlp");

        float[][] images = Run(model, "image", ["latent"], batchSize, workers);

        Assert.All(images, image => Assert.Equal(ForeignRow.PixelCount, image.Length));
        AssertRows(TestModels.RowByRow(model, Latents, [ForeignRow.LatentSize], "image"), images);
    }

    /// <summary>One network with a symbolic batch axis, with batches of 1 and with batches of 4, of which the last is filled up.</summary>
    [SkippableTheory]
    [InlineData("convolutional", 1, 1)]
    [InlineData("convolutional", 7, 2)]
    [InlineData("convolutional", 32, 1)]
    [InlineData("convolutional", 32, 2)]
    [InlineData("convolutional-1", 32, 1)]
    [InlineData("convolutional-1", 32, 2)]
    [InlineData("convolutional-4", 1, 2)]
    [InlineData("convolutional-4", 32, 1)]
    [InlineData("convolutional-4", 32, 2)]
    public void Convolutional_decoder(string name, int batchSize, int workers)
    {
        float[][] images = Run(models.Path(name), "image", ["latent"], batchSize, workers);

        AssertRows(TestModels.RowByRow(models.Path("convolutional-1"), Latents, [ForeignRow.LatentSize], "image"), images);
    }

    [SkippableTheory]
    [MemberData(nameof(Batches))]
    public void Encoder_with_two_outputs(int batchSize, int workers)
    {
        string model = models.Path("encoder");
        using BatchedOnnxTransformer encoder = _context.Transforms.ApplyOnnxModelBatched(model, Options(batchSize, workers)).Fit(Data());

        IDataView encoded = encoder.Transform(Data());

        Assert.Equal(["mean: Vector<Single, 20>", "log_variance: Vector<Single, 20>"], encoded.Schema.TakeLast(2).Select(column => column.ToString()));
        foreach (string output in new[] { "mean", "log_variance" })
        {
            AssertRows(TestModels.RowByRow(model, Pixels, [1, 28, 28], output), encoded.GetColumn<float[]>(output));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Batches))]
    public void Conditional_decoder_of_latents_and_labels(int batchSize, int workers)
    {
        string model = models.Path("conditional");

        // In another order than the model has its inputs.
        float[][] images = Run(model, "image", ["label", "latent"], batchSize, workers);

        AssertRows(ConditionalRowByRow(model), images);
    }

    /// <summary>One model through a file: as ML.NET's own transformer, and back in batches.</summary>
    [SkippableTheory]
    [InlineData("mlp", "image", "latent")]
    [InlineData("convolutional", "image", "latent")]
    [InlineData("encoder", "log_variance", "image")]
    [InlineData("conditional", "image", "latent", "label")]
    public void Saved_model_gives_the_same_loaded_as_stock_and_in_batches(string name, string output, params string[] inputs)
    {
        string model = models.Path(name);
        using BatchedOnnxTransformer transformer =
            _context.Transforms.ApplyOnnxModelBatched([output], inputs, model, Options(7, 2)).Fit(Data());
        using var file = new MemoryStream();

        _context.Model.Save(transformer, Data().Schema, file);
        file.Position = 0;
        ITransformer loaded = _context.Model.Load(file, out DataViewSchema _);
        float[][] stock = [.. loaded.Transform(Data()).GetColumn<float[]>(output)];
        ITransformer batched = loaded.ToBatchedOnnx();
        float[][] inBatches = [.. batched.Transform(Data()).GetColumn<float[]>(output)];
        (batched as IDisposable)?.Dispose();

        float[] expected = name switch
        {
            "conditional" => ConditionalRowByRow(model),
            "encoder" => TestModels.RowByRow(model, Pixels, [1, 28, 28], output),
            _ => TestModels.RowByRow(model, Latents, [ForeignRow.LatentSize], output),
        };
        AssertRows(expected, stock);
        AssertRows(expected, inBatches);
    }

    private static float[] ConditionalRowByRow(string model)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(model, options);
        using var runOptions = new RunOptions();
        var images = new List<float>();
        foreach (ForeignRow row in Rows)
        {
            using OrtValue latent = OrtValue.CreateTensorValueFromMemory(row.Latent, [1, ForeignRow.LatentSize]);
            using OrtValue label = OrtValue.CreateTensorValueFromMemory([row.Label], [1]);
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(runOptions, ["latent", "label"], [latent, label], ["image"]);
            images.AddRange(outputs[0].GetTensorDataAsSpan<float>());
        }

        return [.. images];
    }

    private float[][] Run(string model, string output, string[] inputs, int batchSize, int workers)
    {
        using BatchedOnnxTransformer transformer =
            _context.Transforms.ApplyOnnxModelBatched([output], inputs, model, Options(batchSize, workers)).Fit(Data());
        return [.. transformer.Transform(Data()).GetColumn<float[]>(output)];
    }

    private static BatchedOnnxOptions Options(int batchSize, int workers) => new() { BatchSize = batchSize, Workers = workers };

    private IDataView Data() => _context.Data.LoadFromEnumerable(Rows);

    private static void AssertRows(float[] expected, IEnumerable<float[]> actual) =>
        TestModels.AssertClose(expected, [.. actual.SelectMany(row => row)]);
}
