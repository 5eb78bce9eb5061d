using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using static VaePipeline.Compat.Tests.MicrosoftML.PointRows;

namespace VaePipeline.Compat.Tests.MicrosoftML.Onnx;

public sealed class OnnxErrorTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Wide
    {
        [ColumnName("x"), VectorType(3)] public float[] X { get; set; } = [];
    }

    private sealed class Doubles
    {
        [ColumnName("x"), VectorType(2)] public double[] X { get; set; } = [];
    }

    private IDataView One<T>(T row) where T : class => _ml.Data.LoadFromEnumerable(new[] { row });

    [Fact]
    public void A_missing_input_column_is_refused()
    {
        using var rows = new Loaded(_ml, "affine.onnx");

        var transform = Assert.Throws<ArgumentOutOfRangeException>(() => rows.Model.Transform(Points(_ml, 1)));
        var fit = Assert.Throws<ArgumentOutOfRangeException>(() => rows.Estimator.Fit(Points(_ml, 1)));

        Assert.Equal("inputSchema", transform.ParamName);
        Assert.StartsWith("Could not find input column 'x'", transform.Message, StringComparison.Ordinal);
        Assert.StartsWith("Could not find input column 'x'", fit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_column_of_another_item_type_is_refused()
    {
        using var rows = new Loaded(_ml, "affine.onnx");

        var transform = Assert.Throws<ArgumentOutOfRangeException>(() => rows.Model.Transform(One(new Doubles { X = [1, 2] })));
        var fit = Assert.Throws<ArgumentOutOfRangeException>(() => rows.Estimator.Append(rows.Estimator).Fit(One(new Doubles { X = [1, 2] })));

        Assert.StartsWith("Schema mismatch for input column 'x': expected Single, got Vector<Double, 2>", transform.Message, StringComparison.Ordinal);
        Assert.StartsWith("Schema mismatch for input column 'x': expected Single, got Double", fit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_column_of_another_length_is_refused()
    {
        using var rows = new Loaded(_ml, "affine.onnx");

        var error = Assert.Throws<InvalidOperationException>(() => rows.Model.Transform(One(new Wide { X = [1, 2, 3] })));

        Assert.Equal("Input shape mismatch: Input 'x' has shape 1,2, but input data is of length 3.", error.Message);
    }

    [Fact]
    public void A_model_with_a_fixed_batch_cannot_take_rows()
    {
        using var rows = new Loaded(_ml, "fixed.onnx");
        var pair = _ml.Transforms.CopyColumns("x", "X").Fit(Points(_ml, 1)).Transform(Points(_ml, 1));

        var error = Assert.Throws<InvalidOperationException>(() => rows.Model.Transform(pair));

        Assert.Equal("Input shape mismatch: Input 'x' has shape 4,2, but input data is of length 2.", error.Message);
    }

    [Fact]
    public void A_model_with_two_free_axes_beside_the_batch_is_refused()
    {
        using var rows = new Loaded(_ml, "freer.onnx");

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => rows.Model.Transform(One(new Wide { X = [1, 2, 3] })));

        Assert.Equal("x", error.ParamName);
        Assert.StartsWith("Only 1 unknown dimension is allowed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_the_model_lacks_are_refused()
    {
        var output = Assert.ThrowsAny<ArgumentException>(() => _ml.Transforms.ApplyOnnxModel("z", "x", DataFile("affine.onnx")));
        var input = Assert.ThrowsAny<ArgumentException>(() => _ml.Transforms.ApplyOnnxModel("y", "latent", DataFile("affine.onnx")).Fit(Points(_ml, 1)));

        Assert.Contains("tensor, z, does not exist in the ONNX model. Available output names are [y,grid].", output.Message, StringComparison.Ordinal);
        Assert.Contains("Input tensor, latent, does not exist in the ONNX model. Available input names are [x].", input.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_model_file_is_refused()
    {
        var error = Assert.Throws<IOException>(() => _ml.Transforms.ApplyOnnxModel("/nowhere/at/all.onnx"));

        Assert.Equal("Model file /nowhere/at/all.onnx does not exists.", error.Message);
    }

    [Fact]
    public void Bytes_that_are_no_model_are_refused()
    {
        using var stream = new MemoryStream([1, 2, 3]);

        var error = Assert.Throws<InvalidOperationException>(() => _ml.Transforms.ApplyOnnxModel(stream));

        Assert.StartsWith("Error initializing model :Microsoft.ML.OnnxRuntime.OnnxRuntimeException", error.Message, StringComparison.Ordinal);
        Assert.IsType<OnnxRuntimeException>(error.InnerException);
    }

    [Fact]
    public void Empty_column_names_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => _ml.Transforms.ApplyOnnxModel("y", " ", DataFile("affine.onnx")));
    }

    /// <summary>A stock transformer, disposed at the end, and its estimator.</summary>
    private sealed class Loaded(MLContext ml, string file) : IDisposable
    {
        public Microsoft.ML.Transforms.Onnx.OnnxScoringEstimator Estimator { get; } = ml.Transforms.ApplyOnnxModel(DataFile(file));

        public Microsoft.ML.Transforms.Onnx.OnnxTransformer Model => _model ??= Fit();

        private Microsoft.ML.Transforms.Onnx.OnnxTransformer? _model;

        private Microsoft.ML.Transforms.Onnx.OnnxTransformer Fit() => Estimator.Fit(ml.Data.LoadFromEnumerable(new Fitting[] { new() }));

        public void Dispose() => _model?.Dispose();
    }

    private sealed class Fitting
    {
        [ColumnName("x"), VectorType(2)] public float[] X { get; set; } = [0, 0];
    }
}
