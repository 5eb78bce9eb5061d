using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using static VaePipeline.Compat.Tests.MicrosoftML.PointRows;

namespace VaePipeline.Compat.Tests.MicrosoftML.Onnx;

public sealed class OnnxTransformerTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Input
    {
        [ColumnName("x"), VectorType(2)] public float[] X { get; set; } = [];
        public int Id { get; set; }
    }

    private IDataView Inputs(int count) => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Input { X = [i, 2 * i], Id = i }));

    /// <summary>y of affine.onnx for x = [i, 2 i].</summary>
    private static float[] Y(int i) => [100 + 21 * i, 200 + 42 * i, 300 + 63 * i];

    /// <summary>grid of affine.onnx for x = [i, 2 i].</summary>
    private static float[] Grid(int i) => [i, 2 * i, 3 * i, i];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1000)]
    public void ApplyOnnxModel_decodes_every_row_in_order(int count)
    {
        using var model = _ml.Transforms.ApplyOnnxModel(DataFile("affine.onnx")).Fit(Inputs(0));

        var view = model.Transform(Inputs(count));

        Assert.Equal(Enumerable.Range(0, count).Select(Y), Vectors(view, "y"));
        Assert.Equal(Enumerable.Range(0, count).Select(Grid), Vectors(view, "grid"));
        Assert.Equal(Enumerable.Range(0, count), view.GetColumn<int>("Id"));
    }

    [Fact]
    public void ApplyOnnxModel_adds_the_outputs_with_the_batch_axis_set_to_1()
    {
        using var model = _ml.Transforms.ApplyOnnxModel(DataFile("affine.onnx")).Fit(Inputs(0));

        var schema = model.GetOutputSchema(Inputs(0).Schema);

        Assert.Equal(["x", "Id", "y", "grid"], Names(schema));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 1, 3), schema["y"].Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 1, 1, 2, 2), schema["grid"].Type);
        Assert.Equal("Vector<Single, 1, 3>", schema["y"].Type.ToString());
        Assert.Empty(schema["y"].Annotations.Schema);
    }

    [Fact]
    public void ApplyOnnxModel_of_one_output_adds_only_that()
    {
        using var model = _ml.Transforms.ApplyOnnxModel("grid", "x", DataFile("affine.onnx")).Fit(Inputs(0));

        var view = model.Transform(Inputs(3));

        Assert.Equal(["x", "Id", "grid"], Names(view.Schema));
        Assert.Equal([Grid(0), Grid(1), Grid(2)], Vectors(view, "grid"));
    }

    [Fact]
    public void ApplyOnnxModel_takes_outputs_in_any_order()
    {
        using var model = _ml.Transforms.ApplyOnnxModel(["grid", "y"], ["x"], DataFile("affine.onnx")).Fit(Inputs(0));

        var view = model.Transform(Inputs(2));

        Assert.Equal(["x", "Id", "grid", "y"], Names(view.Schema));
        Assert.Equal([Y(0), Y(1)], Vectors(view, "y"));
        Assert.Equal([Grid(0), Grid(1)], Vectors(view, "grid"));
    }

    [Fact]
    public void ApplyOnnxModel_reads_a_stream()
    {
        using var stream = new MemoryStream(File.ReadAllBytes(DataFile("affine.onnx")));
        stream.Position = 17; // it is read from its start all the same

        using var model = _ml.Transforms.ApplyOnnxModel(["y"], ["x"], stream).Fit(Inputs(0));

        Assert.Equal([Y(0), Y(1)], Vectors(model.Transform(Inputs(2)), "y"));
    }

    [Fact]
    public void ApplyOnnxModel_takes_options()
    {
        var options = new OnnxOptions { ModelFile = DataFile("affine.onnx"), InputColumns = ["x"], OutputColumns = ["y"], IntraOpNumThreads = 1, InterOpNumThreads = 1 };

        using var model = _ml.Transforms.ApplyOnnxModel(options).Fit(Inputs(0));

        Assert.Equal([Y(0), Y(1)], Vectors(model.Transform(Inputs(2)), "y"));
        Assert.Equal(100, options.RecursionLimit);
    }

    [Fact]
    public void ApplyOnnxModel_keeps_byte_tensors()
    {
        var bytes = _ml.Data.LoadFromEnumerable(new Pixels[] { new() { Values = [0, 1, 128, 255] } });
        using var model = _ml.Transforms.ApplyOnnxModel(DataFile("bytes.onnx")).Fit(bytes);

        var view = model.Transform(bytes);

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Byte, 1, 4), view.Schema["same"].Type);
        Assert.Equal([0, 1, 128, 255], Assert.Single(view.GetColumn<byte[]>("same")));
        Assert.Equal([0f, 1f, 128f, 255f], Assert.Single(view.GetColumn<float[]>("wide")));
    }

    private sealed class Pixels
    {
        [ColumnName("pixels"), VectorType(4)] public byte[] Values { get; set; } = [];
    }

    private sealed class Typed
    {
        [ColumnName("words"), VectorType(2)] public string[] Words { get; set; } = [];
        [ColumnName("name")] public string Name { get; set; } = "";
        [ColumnName("double"), VectorType(2)] public double[] Double { get; set; } = [];
        [ColumnName("int64"), VectorType(2)] public long[] Long { get; set; } = [];
        [ColumnName("bool"), VectorType(2)] public bool[] Bool { get; set; } = [];
    }

    [Fact]
    public void ApplyOnnxModel_takes_texts_and_other_numbers()
    {
        var rows = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(i => new Typed
        {
            Words = [$"ä{i}", ""],
            Name = $"n{i}",
            Double = [i / 3.0, -i],
            Long = [(long)i << 40, -1],
            Bool = [i > 0, true],
        }));
        using var model = _ml.Transforms.ApplyOnnxModel(DataFile("types.onnx")).Fit(rows);

        var view = model.Transform(rows);

        Assert.Equal(new VectorDataViewType(TextDataViewType.Instance, 1, 3), view.Schema["all"].Type);
        Assert.Equal(["ä0||n0", "ä1||n1", "ä2||n2"], view.GetColumn<string[]>("all").Select(row => string.Join('|', row)));
        Assert.Equal([0, 0, 1 / 3.0, -1, 2 / 3.0, -2], view.GetColumn<double[]>("double_copy").SelectMany(row => row));
        Assert.Equal([0, -1, 1L << 40, -1, 2L << 40, -1], view.GetColumn<long[]>("int64_copy").SelectMany(row => row));
        Assert.Equal([false, true, true, true, true, true], view.GetColumn<bool[]>("bool_copy").SelectMany(row => row));
    }

    [Fact]
    public void ApplyOnnxModel_reads_sparse_vectors()
    {
        var rows = Inputs(2);
        var sparse = _ml.Transforms.CustomMapping<Input, Sparse>((i, s) => s.X = new VBuffer<float>(2, 1, [i.Id + 1f], [1]), null);
        using var model = sparse.Append(_ml.Transforms.ApplyOnnxModel("y", "x", DataFile("affine.onnx"))).Fit(rows);

        Assert.Equal([[110, 220, 330], [120, 240, 360]], Vectors(model.Transform(rows), "y"));
    }

    private sealed class Sparse
    {
        [ColumnName("x"), VectorType(2)] public VBuffer<float> X { get; set; }
    }

    [Fact]
    public void ApplyOnnxModel_takes_several_inputs()
    {
        var rows = _ml.Data.LoadFromEnumerable(new Pair[] { new() { A = [1, 2], B = [10, 20] }, new() { A = [3, 4], B = [30, 40] } });
        using var model = _ml.Transforms.ApplyOnnxModel(["total"], ["a", "b"], DataFile("sum.onnx")).Fit(rows);

        Assert.Equal([[11, 22], [33, 44]], Vectors(model.Transform(rows), "total"));
    }

    private sealed class Pair
    {
        [ColumnName("a"), VectorType(2)] public float[] A { get; set; } = [];
        [ColumnName("b"), VectorType(2)] public float[] B { get; set; } = [];
    }

    [Fact]
    public void ApplyOnnxModel_of_a_free_axis_takes_the_length_of_a_variable_vector()
    {
        var rows = _ml.Data.LoadFromEnumerable(new Free[] { new() { X = [1, 2, 3] }, new() { X = [4] } });
        using var model = _ml.Transforms.ApplyOnnxModel(DataFile("free.onnx")).Fit(rows);

        var view = model.Transform(rows);

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single), view.Schema["y"].Type);
        Assert.Equal([[2, 4, 6], [8]], Vectors(view, "y"));
    }

    private sealed class Free
    {
        [ColumnName("x"), VectorType] public float[] X { get; set; } = [];
    }

    [Fact]
    public void ApplyOnnxModel_with_a_shape_fixes_a_free_axis()
    {
        var shapes = new Dictionary<string, int[]> { ["x"] = [1, 2], ["y"] = [1, 2] };
        using var model = _ml.Transforms.ApplyOnnxModel("y", "x", DataFile("free.onnx"), shapes).Fit(Inputs(0));

        var view = model.Transform(Inputs(2));

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 1, 2), view.Schema["y"].Type);
        Assert.Equal([[0, 0], [2, 4]], Vectors(view, "y"));
    }

    [Fact]
    public void ApplyOnnxModel_with_a_shape_that_contradicts_the_model_is_refused()
    {
        var shapes = new Dictionary<string, int[]> { ["x"] = [1, 3] };

        var error = Assert.ThrowsAny<ArgumentException>(() => _ml.Transforms.ApplyOnnxModel("y", "x", DataFile("affine.onnx"), shapes));

        Assert.Contains("The specified shape 1,3 is not compatible with the shape -1,2 loaded from the ONNX model file.", error.Message, StringComparison.Ordinal);
    }
}
