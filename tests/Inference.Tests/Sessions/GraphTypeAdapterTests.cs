using VaePipeline.Contracts.Errors;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Tests.Sessions;

public sealed class GraphTypeAdapterTests
{
    private static readonly float[] Row = [0.3f, 0.7f];

    [Theory]
    [InlineData("decoder")]
    [InlineData("several")]
    public void Adapt_nothing_to_convert_gives_the_same_model(string name)
    {
        OnnxModel model = OnnxModel.Read(TestModels.Path(name));

        Assert.Same(model, GraphTypeAdapter.Adapt(model, PixelType.Model));
    }

    [Theory]
    [InlineData("half", PixelType.Model, "signal Float [-1, 2]", "echo Float [-1, 2]")]
    [InlineData("half-old", PixelType.Model, "signal Float [-1, 2]", "scaled Float [-1, 2]")]
    [InlineData("half-direct", PixelType.Model, "signal Float [-1, 2]", "signal Float [-1, 2]", "negative Float [-1, 2]")]
    [InlineData(
        "half-graph", PixelType.Model,
        "signal Float [-1, 2]", "scaled Float [-1, 2]", "level Float [-1, 2]", "wide Double [-1, 2]")]
    [InlineData(
        "half-graph", PixelType.Byte,
        "signal Float [-1, 2]", "scaled UInt8 [-1, 2]", "level UInt8 [-1, 2]", "wide Double [-1, 2]")]
    [InlineData("decoder", PixelType.Byte, "latent Float [-1, 2]", "image UInt8 [-1, 1, 4, 4]")]
    public void Adapt_keeps_names_order_and_shapes(string name, PixelType pixelType, params string[] edges)
    {
        OnnxModel model = GraphTypeAdapter.Adapt(OnnxModel.Read(TestModels.Path(name)), pixelType);

        Assert.Equal(edges, RawModel.Edges(model.Bytes));
        Assert.Equal(TestModels.Path(name), model.Path);
    }

    [Fact]
    public void Adapt_half_precision_gives_the_numbers_of_the_original()
    {
        OnnxModel original = OnnxModel.Read(TestModels.Path("half-graph"));
        OnnxModel adapted = GraphTypeAdapter.Adapt(original, PixelType.Model);

        Dictionary<string, float[]> expected = RawModel.Run(original.Bytes, Row, "signal");
        Dictionary<string, float[]> actual = RawModel.Run(adapted.Bytes, Row, "signal");

        // 1.5 and -0.25 times the input, and the input less that.
        AssertHalf([0.45f, -0.175f], expected["scaled"]);
        AssertHalf([-0.15f, 0.875f], expected["level"]);
        Assert.Equal(["scaled", "level", "wide"], actual.Keys);
        Assert.All(expected, output => AssertHalf(output.Value, actual[output.Key]));
    }

    [Fact]
    public void Adapt_input_with_a_default_can_still_be_given()
    {
        OnnxModel original = OnnxModel.Read(TestModels.Path("half-old"));
        OnnxModel adapted = GraphTypeAdapter.Adapt(original, PixelType.Model);

        float[] half = RawModel.Run(original.Bytes, Row, "signal")["scaled"];
        AssertHalf([0.45f, -0.175f], half);
        AssertHalf(half, RawModel.Run(adapted.Bytes, Row, "signal")["scaled"]);
    }

    [Fact]
    public void Adapt_input_that_is_an_output_stays_what_the_caller_gives()
    {
        OnnxModel adapted = GraphTypeAdapter.Adapt(OnnxModel.Read(TestModels.Path("half-direct")), PixelType.Model);

        Dictionary<string, float[]> outputs = RawModel.Run(adapted.Bytes, Row, "signal");

        Assert.Equal(Row, outputs["signal"]);
        AssertHalf([-0.3f, -0.7f], outputs["negative"]);
    }

    [Fact]
    public void Adapt_bytes_are_those_of_a_decoder_that_was_exported_so()
    {
        OnnxModel adapted = GraphTypeAdapter.Adapt(OnnxModel.Read(TestModels.Decoder), PixelType.Byte);
        byte[] exported = File.ReadAllBytes(TestModels.Path("decoder-uint8"));

        foreach (float[] latent in TestModels.Latents(20).Chunk(2))
        {
            Assert.Equal(RawModel.Run(exported, latent, "latent")["image"], RawModel.Run(adapted.Bytes, latent, "latent")["image"]);
        }
    }

    [Fact]
    public void Adapt_bytes_round_and_saturate()
    {
        // IR version 3: the node's constants may not be initializers that no input lists. It scales by 1.5 and -0.25.
        OnnxModel adapted = GraphTypeAdapter.Adapt(OnnxModel.Read(TestModels.Path("bytes-old")), PixelType.Byte);

        // 0.3 / (1/255), which is below 76.5 in float32, and 0.2 * 255 = 51; 1.5 and -0.25 saturate.
        Assert.Equal([76f, 51f], RawModel.Run(adapted.Bytes, [0.2f, -0.8f], "signal")["scaled"]);
        Assert.Equal([255f, 0f], RawModel.Run(adapted.Bytes, [1f, 1f], "signal")["scaled"]);
        Assert.Equal([255f, 0f], RawModel.Run(adapted.Bytes, [float.PositiveInfinity, float.PositiveInfinity], "signal")["scaled"]);
    }

    [Theory]
    [InlineData(0.125f, 0.4f, 102f, 32f, 134f, 134f)] // swapped: 102, 31.875; the sum of both: 133.875
    [InlineData(0.4f, -0.6f, 0f, 102f, 255f, 0f)] // swapped: -153, 102; less the swapped: 255, -255
    public void Adapt_output_that_a_body_uses_stays_what_it_was_there(float first, float second, params float[] expected)
    {
        OnnxModel adapted = GraphTypeAdapter.Adapt(OnnxModel.Read(TestModels.Path("captured")), PixelType.Byte);

        Dictionary<string, float[]> outputs = RawModel.Run(adapted.Bytes, [first, second], "signal");

        Assert.Equal(expected, outputs["swapped"].Concat(outputs["chosen"]));
    }

    [Fact]
    public void Adapt_half_precision_bytes_are_the_originals_numbers_rounded()
    {
        OnnxModel original = OnnxModel.Read(TestModels.Path("half-graph"));
        OnnxModel adapted = GraphTypeAdapter.Adapt(original, PixelType.Byte);

        Dictionary<string, float[]> expected = RawModel.Run(original.Bytes, Row, "signal");
        Dictionary<string, float[]> actual = RawModel.Run(adapted.Bytes, Row, "signal");

        AssertHalf(expected["wide"], actual["wide"]);
        foreach (string name in new[] { "scaled", "level" })
        {
            // One level is eight steps of float16 at 1: the next level where the engine left out a rounding.
            Assert.All(expected[name].Zip(actual[name]), pair => Assert.InRange(pair.Second - float.Clamp(pair.First * 255, 0, 255), -0.6f, 0.6f));
        }
    }

    [Fact]
    public void Adapt_old_operator_set_is_refused_for_bytes()
    {
        OnnxModel model = OnnxModel.Read(TestModels.Path("half-old"));

        BadInputException error = Assert.Throws<BadInputException>(() => GraphTypeAdapter.Adapt(model, PixelType.Byte));

        Assert.Equal(
            $"{model.Path}: opset 9; expected at least 10 to convert the model's float16 tensors or to give bytes. Export the model with a newer opset.",
            error.Message);
    }

    [Fact]
    public void Adapt_input_that_is_an_output_is_refused_for_bytes()
    {
        OnnxModel model = OnnxModel.Read(TestModels.Path("half-direct"));

        BadInputException error = Assert.Throws<BadInputException>(() => GraphTypeAdapter.Adapt(model, PixelType.Byte));

        Assert.Equal(
            $"{model.Path}: output \"signal\" is an input too; expected outputs of the model's own to turn into bytes. " +
            "Leave PixelType at Model, or use another model.",
            error.Message);
    }

    [Fact]
    public void Adapt_damaged_model_is_refused()
    {
        OnnxModel model = OnnxModel.Read(TestModels.Path("half-graph"));
        int refused = 0;
        for (int i = 0; i < model.Bytes.Length; i++)
        {
            byte[] damaged = [.. model.Bytes];
            damaged[i] = 0xFF;
            try
            {
                _ = GraphTypeAdapter.Adapt(model with { Bytes = damaged }, PixelType.Byte);
            }
            catch (BadInputException)
            {
                refused++;
            }
        }

        // Lengths, tags and names' ends: no other exception, whatever the byte.
        Assert.InRange(refused, 100, model.Bytes.Length);
    }

    /// <summary>
    /// Equality up to one step of float16: where a conversion follows another, ONNX Runtime leaves both out, and computes
    /// with more digits than the model asks for.
    /// </summary>
    private static void AssertHalf(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -MathF.Abs(pair.First) / 1024, MathF.Abs(pair.First) / 1024));
    }
}
