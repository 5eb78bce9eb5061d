using Microsoft.ML.OnnxRuntime.Tensors;
using VaePipeline.Contracts.Errors;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Tests.Sessions;

public sealed class OnnxSessionTests
{
    [Fact]
    public void Output_unknown_name_lists_those_there_are()
    {
        using OnnxSession session = Open("several");

        BadInputException error = Assert.Throws<BadInputException>(() => session.Output("image"));

        Assert.Equal(
            $"{session.Path}: outputs \"sum\", \"wide\", \"twice\", \"positive\"; expected an output \"image\". " +
            "Name one that is there, or use another model.",
            error.Message);
    }

    [Fact]
    public void Input_second_symbolic_axis_without_a_size_is_refused_by_name()
    {
        using OnnxSession session = Open("symbolic-width");

        BadInputException error = Assert.Throws<BadInputException>(() => session.Input("signal"));

        Assert.Equal(
            $"{session.Path}: input \"signal\" is [N, width]; expected a number for axis 1. " +
            "Set AxisSizes[\"width\"], or export the model with only its first axis symbolic.",
            error.Message);
    }

    [Fact]
    public void Input_rows_too_long_for_an_array_are_refused()
    {
        using OnnxSession session = Open("wide");

        BadInputException error = Assert.Throws<BadInputException>(() => session.Input("signal"));

        Assert.Equal(
            $"{session.Path}: input \"signal\" is [N, 65536, 65536]; expected 1 to 2147483647 elements in a row. Use another model.",
            error.Message);
    }

    [Fact]
    public void Buffers_of_too_many_rows_are_refused()
    {
        var tensor = new TensorInfo("image", TensorElementType.Float, [3, 4096, 4096]);

        ArgumentException error = Assert.Throws<ArgumentException>(() => tensor.Kind.NewBuffer(tensor, 64));

        Assert.Equal(
            "BatchSize is 64; expected at most 42 for a model whose tensor \"image\" is [N, 3, 4096, 4096] Float. Set a smaller batch size.",
            error.Message);
    }

    private static OnnxSession Open(string model) => OnnxSession.Open(OnnxModel.Read(TestModels.Path(model)), new BatchedOnnxOptions());
}
