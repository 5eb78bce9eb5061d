using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Contracts.Errors;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms;

public sealed class ApplyOnnxModelBatchedTests
{
    private static readonly SourceColumn<VBuffer<float>> LatentByTensorName = new(
        "latent", SourceColumn.Latent.Type, row => new VBuffer<float>(2, TestModels.Latents(200)[(int)(row * 2)..(int)((row * 2) + 2)]));

    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Columns_of_several_inputs_and_outputs_of_several_types_by_name(int workers)
    {
        var label = new SourceColumn<long>("Label", NumberDataViewType.Int64, row => row * 10);
        var source = new SourceView(50, label, SourceColumn.Latent);
        BatchedOnnxEstimator estimator = _context.Transforms.ApplyOnnxModelBatched(
            new Dictionary<string, string> { ["positive"] = "Positive", ["sum"] = "Sum", ["wide"] = "Wide", ["twice"] = "Twice" },
            new Dictionary<string, string> { ["latent"] = "Latent", ["label"] = "Label" },
            TestModels.Path("several"),
            new BatchedOnnxOptions { Workers = workers, BatchSize = 7 });
        using BatchedOnnxTransformer transformer = estimator.Fit(source);

        IDataView data = transformer.Transform(source);

        float[] latents = TestModels.Latents(50);
        Assert.Equal(
            ["Positive: Vector<Boolean, 2>", "Sum: Vector<Single, 2>", "Wide: Vector<Double, 2>", "Twice: Int64"],
            data.Schema.Skip(2).Select(column => column.ToString()));
        Assert.Equal(latents.Select((z, i) => z + (i / 2 * 10)), data.GetColumn<float[]>("Sum").SelectMany(row => row));
        Assert.Equal(latents.Select(z => (double)z), data.GetColumn<double[]>("Wide").SelectMany(row => row));
        Assert.Equal(Enumerable.Range(0, 50).Select(row => row * 20L), data.GetColumn<long>("Twice"));
        Assert.Equal(latents.Select(z => z > 0), data.GetColumn<bool[]>("Positive").SelectMany(row => row));
    }

    [Fact]
    public void Model_file_alone_reads_and_makes_columns_of_the_tensors_names()
    {
        var label = new SourceColumn<long>("label", NumberDataViewType.Int64, row => row);
        var source = new SourceView(5, label, LatentByTensorName);

        using BatchedOnnxTransformer transformer = _context.Transforms.ApplyOnnxModelBatched(TestModels.Path("several")).Fit(source);

        Assert.Equal(
            ["label", "latent", "sum", "wide", "twice", "positive"], transformer.GetOutputSchema(source.Schema).Select(column => column.Name));
    }

    [Fact]
    public void One_output_and_one_input_in_the_order_of_ApplyOnnxModel()
    {
        var source = new SourceView(70, LatentByTensorName);
        using BatchedOnnxTransformer transformer =
            _context.Transforms.ApplyOnnxModelBatched("image", "latent", TestModels.Path("no-metadata")).Fit(source);

        IDataView data = transformer.Transform(source);

        Assert.Equal("Vector<Single, 1, 4, 4>", data.Schema["image"].Type.ToString());
        TestModels.AssertClose(
            TestModels.Decoded(TestModels.Latents(70)), data.GetColumn<float[]>("image").SelectMany(row => row).ToArray());
    }

    [Fact]
    public void KeepBatchAxis_gives_the_types_of_ApplyOnnxModel()
    {
        var label = new SourceColumn<long>("label", NumberDataViewType.Int64, row => row);
        var source = new SourceView(5, label, LatentByTensorName);
        BatchedOnnxEstimator estimator = _context.Transforms.ApplyOnnxModelBatched(
            TestModels.Path("several"), new BatchedOnnxOptions { KeepBatchAxis = true });
        using BatchedOnnxTransformer transformer = estimator.Fit(source);

        IDataView data = transformer.Transform(source);

        Assert.Equal(
            ["Vector<Single, 1, 2>", "Vector<Double, 1, 2>", "Vector<Int64, 1>", "Vector<Boolean, 1, 2>"],
            data.Schema.Skip(2).Select(column => column.Type.ToString()));
        Assert.Equal([0L, 2L, 4L, 6L, 8L], data.GetColumn<long[]>("twice").Select(row => Assert.Single(row)));
        SchemaShape shape = estimator.GetOutputSchema(SchemaShapeOf(source));
        Assert.All(shape.Skip(2), column => Assert.Equal(SchemaShape.Column.VectorKind.Vector, column.Kind));
    }

    [Fact]
    public void Texts_go_through_as_vectors_and_scalars()
    {
        var words = new SourceColumn<VBuffer<ReadOnlyMemory<char>>>(
            "words", new VectorDataViewType(TextDataViewType.Instance, 2), row => new VBuffer<ReadOnlyMemory<char>>(2, [$"größer {row}".AsMemory(), default]));
        var name = new SourceColumn<ReadOnlyMemory<char>>("name", TextDataViewType.Instance, row => $"row {row}".AsMemory());
        var source = new SourceView(40, words, name);
        BatchedOnnxEstimator estimator = _context.Transforms.ApplyOnnxModelBatched(
            TestModels.Path("texts"), new BatchedOnnxOptions { BatchSize = 16 });
        using BatchedOnnxTransformer transformer = estimator.Fit(source);

        IDataView data = transformer.Transform(source);

        Assert.Equal(["Vector<String, 2>", "String"], data.Schema.Skip(2).Select(column => column.Type.ToString()));
        Assert.Equal(Enumerable.Range(0, 40).Select(row => $"row {row}"), data.GetColumn<ReadOnlyMemory<char>>("alias").Select(text => text.ToString()));
        Assert.Equal(
            Enumerable.Range(0, 40).SelectMany(row => new[] { $"größer {row}", "" }),
            data.GetColumn<ReadOnlyMemory<char>[]>("same").SelectMany(row => row).Select(text => text.ToString()));
        Assert.Equal(["words", "name", "same", "alias"], estimator.GetOutputSchema(SchemaShapeOf(source)).Select(column => column.Name));
    }

    [Fact]
    public void AxisSizes_fix_further_symbolic_axes()
    {
        var signal = new SourceColumn<VBuffer<float>>(
            "signal", new VectorDataViewType(NumberDataViewType.Single, 3), row => new VBuffer<float>(3, [row, row + 1, row + 2]));
        var source = new SourceView(10, signal);
        var options = new BatchedOnnxOptions { AxisSizes = new Dictionary<string, int> { ["width"] = 3 } };
        using BatchedOnnxTransformer transformer =
            _context.Transforms.ApplyOnnxModelBatched("echo", "signal", TestModels.Path("symbolic-width"), options).Fit(source);

        IDataView data = transformer.Transform(source);

        Assert.Equal("Vector<Single, 3>", data.Schema["echo"].Type.ToString());
        Assert.Equal(data.GetColumn<float[]>("signal"), data.GetColumn<float[]>("echo"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(42)]
    public void Fixed_batch_axis_runs_in_batches_of_that_size_and_serves_no_padding(int rows)
    {
        var source = new SourceView(rows, LatentByTensorName);
        using BatchedOnnxTransformer transformer = _context.Transforms.ApplyOnnxModelBatched(TestModels.Path("fixed-batch")).Fit(source);

        float[][] images = [.. transformer.Transform(source).GetColumn<float[]>("image")];

        Assert.Equal(rows, images.Length);
        TestModels.AssertClose(TestModels.Decoded(TestModels.Latents(rows)), images.SelectMany(row => row).ToArray());
    }

    [Fact]
    public void First_axes_of_different_sizes_are_no_batch()
    {
        BadInputException error = Assert.Throws<BadInputException>(
            () => _context.Transforms.ApplyOnnxModelBatched(TestModels.Path("no-batch")));

        Assert.Equal(
            $"{TestModels.Path("no-batch")}: \"matrix\" is [4, 2] Float, \"transposed\" is [2, 4] Float; " +
            "expected a batch axis in front of both, [N, ...]. Export the model with a symbolic first axis.",
            error.Message);
    }

    [Theory]
    [InlineData("convolution", null, 16)]
    [InlineData("no-metadata", null, 256)]
    [InlineData("no-metadata", 7, 7)]
    [InlineData("fixed-batch", 7, 4)]
    public void BatchSize_is_the_options_or_the_models(string model, int? batchSize, int expected)
    {
        var pixels = new SourceColumn<VBuffer<float>>("image", new VectorDataViewType(NumberDataViewType.Single, 16), _ => default);
        var source = new SourceView(0, model == "convolution" ? pixels : LatentByTensorName);
        using BatchedOnnxTransformer transformer = _context.Transforms
            .ApplyOnnxModelBatched(TestModels.Path(model), new BatchedOnnxOptions { BatchSize = batchSize }).Fit(source);

        Assert.Equal(expected, transformer.BatchSize);
    }

    [Fact]
    public void Input_without_a_column_is_refused()
    {
        BadInputException error = Assert.Throws<BadInputException>(
            () => _context.Transforms.ApplyOnnxModelBatched("sum", "latent", TestModels.Path("several")));

        Assert.Equal(
            $"{TestModels.Path("several")}: input \"label\" is [N] Int64, which no column feeds; expected a column for each input. " +
            "Name a column for \"label\".",
            error.Message);
    }

    [Fact]
    public void Name_given_twice_is_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => _context.Transforms.ApplyOnnxModelBatched(["sum", "sum"], ["latent", "label"], TestModels.Path("several")));

        Assert.Equal("outputColumnNames: \"sum\" is given twice; expected each name once. (Parameter 'outputColumnNames')", error.Message);
    }

    [Fact]
    public void External_data_is_refused()
    {
        BadInputException error = Assert.Throws<BadInputException>(
            () => _context.Transforms.ApplyOnnxModelBatched(TestModels.Path("external-data")));

        Assert.Contains("\"w1\"", error.Message, StringComparison.Ordinal);
    }

    private static SchemaShape SchemaShapeOf(IDataView data)
    {
        // Only ML.NET makes such columns: an estimator that makes no columns gives those of the data back.
        SchemaShape? shape = null;
        new Spy(seen => shape = seen).Append(new Spy(_ => { })).Fit(data);
        return shape ?? throw new InvalidOperationException("the chain did not ask for a schema");
    }

    private sealed class Spy(Action<SchemaShape> see) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input) => new TransformerChain<ITransformer>();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            see(inputSchema);
            return inputSchema;
        }
    }
}
