using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime.Tensors;
using VaePipeline.Contracts.Errors;
using VaePipeline.Inference.Sessions;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms;

public sealed class BatchedOnnxTransformerTests
{
    [Fact]
    public void Transform_several_inputs_and_outputs_of_several_types()
    {
        var label = new SourceColumn<long>("Label", NumberDataViewType.Int64, row => row * 10);
        var source = new SourceView(50, label, SourceColumn.Latent);
        OnnxModel model = OnnxModel.Read(TestModels.Path("several"));
        var options = new BatchedOnnxOptions();
        using OnnxSession session = OnnxSession.Open(model, options);
        var spec = new BatchedOnnxSpec(
            model,
            [new TensorColumn("Label", session.Input("label")), new TensorColumn("Latent", session.Input("latent"))],
            [.. session.Outputs.Select(output => new TensorColumn(output.Name, output))],
            options);
        using BatchedOnnxTransformer transformer = new BatchedOnnxEstimator(spec).Fit(source);

        IDataView data = transformer.Transform(source);

        float[] latents = TestModels.Latents(50);
        Assert.Equal(
            ["Vector<Single, 2>", "Vector<Double, 2>", "Int64", "Vector<Boolean, 2>"],
            data.Schema.Skip(2).Select(column => column.Type.ToString()));
        Assert.Equal(latents.Select((z, i) => z + (i / 2 * 10)), data.GetColumn<float[]>("sum").SelectMany(row => row));
        Assert.Equal(latents.Select(z => (double)z), data.GetColumn<double[]>("wide").SelectMany(row => row));
        Assert.Equal(Enumerable.Range(0, 50).Select(row => row * 20L), data.GetColumn<long>("twice"));
        Assert.Equal(latents.Select(z => z > 0), data.GetColumn<bool[]>("positive").SelectMany(row => row));
    }

    [Fact]
    public void Open_second_symbolic_axis_is_refused()
    {
        OnnxModel model = OnnxModel.Read(TestModels.Path("symbolic-width"));

        BadInputException error = Assert.Throws<BadInputException>(() => OnnxSession.Open(model, new BatchedOnnxOptions()));

        Assert.Equal(
            $"{model.Path}: input \"signal\" is [N, width]; expected a number for axis 1. Export the model with only its first axis symbolic.",
            error.Message);
    }

    [Fact]
    public void Open_unknown_tensor_names_those_there_are()
    {
        OnnxModel model = OnnxModel.Read(TestModels.Path("several"));
        using OnnxSession session = OnnxSession.Open(model, new BatchedOnnxOptions());

        BadInputException error = Assert.Throws<BadInputException>(() => session.Output("image"));

        Assert.Equal(
            $"{model.Path}: output \"sum\" is [N, 2] Float, \"wide\" is [N, 2] Double, " +
            "\"twice\" is [N] Int64, \"positive\" is [N, 2] Bool; expected an output \"image\". Name one that is there, or use another model.",
            error.Message);
    }

    [Fact]
    public void Open_half_precision_is_refused_as_a_column()
    {
        OnnxModel model = OnnxModel.Read(TestModels.Path("half"));
        using OnnxSession session = OnnxSession.Open(model, new BatchedOnnxOptions());

        NotSupportedException error = Assert.Throws<NotSupportedException>(() => new TensorColumn("Signal", session.Input("signal")));

        Assert.Equal(
            "tensor \"signal\" is [N, 2] Float16; expected float32, double, an integer type or bool. Cast the tensor in the model.",
            error.Message);
    }

    [Fact]
    public void Open_rows_too_long_for_an_array_are_refused()
    {
        OnnxModel model = OnnxModel.Read(TestModels.Path("wide"));

        BadInputException error = Assert.Throws<BadInputException>(() => OnnxSession.Open(model, new BatchedOnnxOptions()));

        Assert.Equal(
            $"{model.Path}: input \"signal\" is [N, 65536, 65536]; expected 1 to 2147483647 elements in a row. Use another model.",
            error.Message);
    }

    [Fact]
    public void Buffers_of_too_many_rows_are_refused()
    {
        var tensor = new TensorInfo("image", TensorElementType.Float, [3, 4096, 4096]);

        ArgumentException error = Assert.Throws<ArgumentException>(() => TensorBuffer.Create("model", tensor, 64));

        Assert.Equal(
            "BatchSize is 64; expected at most 42 for a model whose tensor \"image\" is [N, 3, 4096, 4096] Float. Set a smaller batch size.",
            error.Message);
    }

    [Theory]
    [InlineData(BatchedOnnxOptions.LargestBatchSize + 1, 1, "BatchSize is 65537; expected 1 to 65536.")]
    [InlineData(32, 1025, "IntraOpThreads is 1025; expected 0 to 1024.")]
    public void Options_out_of_range_are_refused(int batchSize, int intraOpThreads, string message)
    {
        var options = new BatchedOnnxOptions { BatchSize = batchSize, IntraOpThreads = intraOpThreads };

        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new MLContext().Transforms.DecodeLatents(TestModels.Decoder, options: options));

        Assert.Equal(message, error.Message);
    }
}
