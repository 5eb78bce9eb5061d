using Google.Protobuf;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.OnnxExport.Verification;

namespace VaePipeline.OnnxExport.Tests.Verification;

public sealed class OnnxParityTests
{
    // Powers of two, so that adding them to the values below is exact.
    private const float Tiny = 1f / (1 << 20);
    private const float Small = 1f / (1 << 18);

    [Fact]
    public void Verify_reports_the_largest_difference_and_where_it_is()
    {
        // y = relu(x). Expected values are off by 2^-20 and 2^-18: the second is the larger.
        var report = OnnxParity.Verify(Relu(), "f.onnx", [Batch([1, 2], [1, -1], [1, 0]), Batch([2, 2], [1, 2, 0.5f, 1], [1 + Tiny, 2, 0.5f + Small, 1])]);

        Assert.Equal(("y", "[1, 0]", 2, 6), (report.Output, report.Index, report.BatchSize, report.Elements));
        Assert.Equal(Small, report.Difference);
        Assert.Equal((0.5f + Small, 0.5f), (report.Expected, report.Actual));
    }

    [Fact]
    public void Verify_judges_large_values_by_their_size()
    {
        // 1000 off by 0.005: five millionths of the value, within 1e-5 * 1000.
        var report = OnnxParity.Verify(Relu(), "f.onnx", [Batch([1, 2], [1000, 0], [1000.005f, 0])]);

        Assert.Equal(0.005, report.Difference, tolerance: 1e-4);
        Assert.Equal(5e-6, report.RelativeDifference, tolerance: 1e-7);
    }

    [Fact]
    public void Verify_difference_above_the_tolerance_fails_with_place_and_values()
    {
        var error = Assert.Throws<ParityException>(() => OnnxParity.Verify(Relu(), "f.onnx", [Batch([2, 2], [1, 1, 1, 1], [1, 1, 1, 1.25f])]));

        Assert.Equal(
            "f.onnx: output \"y\" at [1, 1] of a batch of 2 is 1 and the module gives 1.25, a difference of 2.5E-1; expected at most 1E-5 * max(1, |value|). "
            + "The file was not written: report the network, or export it with other layers.",
            error.Message);
        Assert.Equal(0.25, error.Worst?.Difference);
    }

    [Theory]
    [InlineData(float.NaN, 1f)]
    [InlineData(1f, float.NaN)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    public void Verify_value_that_is_not_finite_fails(float input, float expected)
    {
        var error = Assert.Throws<ParityException>(() => OnnxParity.Verify(Relu(), "f.onnx", [Batch([1, 2], [0, input], [0, expected])]));

        Assert.Contains("at [0, 1] of a batch of 1", error.Message, StringComparison.Ordinal);
        Assert.Equal(double.PositiveInfinity, error.Worst?.Difference);
    }

    // 100 levels are 0.39216; the border to 101 is at 100.5 / 255 = 0.394118.
    [Theory]
    [InlineData(0.3922f, 0.3922f, 0)]
    [InlineData(0.3941f, 0.394125f, 7.4e-6)] // rounded down, 7.4E-6 above the border: within the tolerance
    [InlineData(1.5f, 2f, 0)] // saturated
    [InlineData(-1f, -3f, 0)]
    public void Verify_byte_is_judged_by_the_numbers_that_are_rounded_to_it(float input, float expected, double difference)
    {
        var report = OnnxParity.Verify(Bytes(), "f.onnx", [Batch([1, 2], [input, 0], [expected, 0])]);

        Assert.True(report.IsRounded);
        Assert.Equal(difference, report.Difference, tolerance: 1e-7);
    }

    [Theory]
    [InlineData(0.3941f, 0.39414f)] // level 100, where 100.506 is expected
    [InlineData(0.5f, float.NaN)]
    public void Verify_byte_that_another_number_is_rounded_to_fails(float input, float expected)
    {
        var error = Assert.Throws<ParityException>(() => OnnxParity.Verify(Bytes(), "f.onnx", [Batch([1, 2], [input, 0], [expected, 0])]));

        Assert.StartsWith("f.onnx: output \"y\" at [0, 0] of a batch of 1 is ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_other_shape_fails()
    {
        var batch = new ParityBatch([new NamedTensor("x", [1, 2], [1, 2])], [new NamedTensor("y", [2, 1], [1, 2])]);

        var error = Assert.Throws<ExportException>(() => OnnxParity.Verify(Relu(), "f.onnx", [batch]));

        Assert.Equal("f.onnx: output \"y\" is [1, 2]; expected [2, 1], as the module gives. Report the network.", error.Message);
    }

    [Fact]
    public void Verify_file_that_the_engine_refuses_fails_with_its_reason()
    {
        var graph = new OnnxGraphBuilder("g");
        var input = graph.AddInput("x", new BatchShape(2));
        graph.AddOutput("y", graph.AddNode("n", "NoSuchOperator", [input.Name], input.Shape));

        var error = Assert.Throws<ExportException>(() =>
            OnnxParity.Verify(graph.ToModel().ToByteArray(), "f.onnx", [Batch([1, 2], [1, 2], [1, 2])]));

        Assert.StartsWith("f.onnx: ONNX Runtime refuses the graph (", error.Message, StringComparison.Ordinal);
        Assert.Contains("NoSuchOperator", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_without_batches_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => OnnxParity.Verify(Relu(), "f.onnx", []));

        Assert.StartsWith("no batch to compare; expected at least one.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BatchSizes_are_one_two_and_an_odd_one_above_32()
    {
        Assert.Equal([1, 2, 33], OnnxParity.BatchSizes);
    }

    private static byte[] Relu()
    {
        var graph = new OnnxGraphBuilder("g");
        var input = graph.AddInput("x", new BatchShape(2));
        graph.AddOutput("y", graph.AddNode("n", "Relu", [input.Name], input.Shape));
        return graph.ToModel().ToByteArray();
    }

    private static byte[] Bytes()
    {
        var graph = new OnnxGraphBuilder("g");
        var input = graph.AddInput("x", new BatchShape(2));
        var scale = graph.AddInitializer("scale", [], [1f / 255f]);
        graph.AddOutput("y", graph.AddNode("n", "QuantizeLinear", [input.Name, scale], input.Shape, elementType: OnnxElementType.UInt8));
        return graph.ToModel().ToByteArray();
    }

    private static ParityBatch Batch(long[] shape, float[] input, float[] expected) => new([new NamedTensor("x", shape, input)], [new NamedTensor("y", shape, expected)]);
}
