using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Transforms.Onnx;
using static VaePipeline.Compat.Tests.MicrosoftML.PointRows;

namespace VaePipeline.Compat.Tests.MicrosoftML.Onnx;

public sealed class OnnxSessionOptionsTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Input
    {
        [ColumnName("x"), VectorType(2)] public float[] X { get; set; } = [];
    }

    private IDataView Inputs() => _ml.Data.LoadFromEnumerable(new Input[] { new() { X = [1, 1] } });

    [Fact]
    public void SetOnnxSessionOption_is_heard_by_every_model_of_the_context()
    {
        int calls = 0;
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        _ml.SetOnnxSessionOption(new OnnxSessionOptions { CreateSessionOptions = () => { calls++; return options; } });

        using var first = _ml.Transforms.ApplyOnnxModel(DataFile("affine.onnx")).Fit(Inputs());
        using var second = _ml.Transforms.ApplyOnnxModel(DataFile("affine.onnx")).Fit(Inputs());

        Assert.Equal(2, calls);
        Assert.Equal([111, 222, 333], Assert.Single(Vectors(second.Transform(Inputs()), "y")));
    }

    [Fact]
    public void Session_settings_are_the_contexts_own()
    {
        var options = new OnnxSessionOptions { IntraOpNumThreads = 1, EnableMemoryPattern = false };
        _ml.SetOnnxSessionOption(options);

        Assert.Same(options, _ml.GetOnnxSessionOption());
        Assert.Null(new MLContext().GetOnnxSessionOption());
        using var model = _ml.Transforms.ApplyOnnxModel(DataFile("affine.onnx")).Fit(Inputs());
        Assert.Equal([111, 222, 333], Assert.Single(Vectors(model.Transform(Inputs()), "y")));
    }

    [Fact]
    public void OnnxOptions_start_without_names()
    {
        var options = new OnnxOptions();

        Assert.Null(options.ModelFile);
        Assert.Null(options.InputColumns);
        Assert.Null(options.OutputColumns);
        Assert.Null(options.ShapeDictionary);
        Assert.Equal((null, false, 100), (options.GpuDeviceId, options.FallbackToCpu, options.RecursionLimit));
    }
}
