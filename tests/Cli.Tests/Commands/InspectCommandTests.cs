namespace VaePipeline.Cli.Tests.Commands;

public sealed class InspectCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Inspect_tells_what_a_decoder_holds()
    {
        CommandRun run = await CommandRun.Of("inspect", TestDecoders.PlaneBytes);

        run.AssertDone();
        // 8 + 4 weights, two bounds, scale and zero point.
        Assert.Equal(
            $"""
            file        {TestDecoders.PlaneBytes}, 579 bytes
            format      IR version 8, opset ai.onnx 17
            producer    make_models.py
            inputs      latent  float32 [N, 2]
            outputs     image  uint8 [N, 1, 2, 2]
            operators   1 Add, 1 Clip, 1 MatMul, 1 QuantizeLinear, 1 Reshape
            parameters  16 in 6 tensors
            FLOPs       unknown: the file does not give the shapes of 1 MatMul
            metadata    modelName = decoder-uint8
                        latentSize = 2
                        imageShape = 1x2x2
                        valueRange = 0..255
                        elementType = uint8

            """,
            run.Output);
    }

    [Fact]
    public async Task Inspect_takes_models_of_other_programs()
    {
        CommandRun run = await CommandRun.Of("inspect", TestDecoders.Foreign);

        run.AssertDone();
        Assert.DoesNotContain("metadata", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_file_cut_short_says_where()
    {
        byte[] whole = File.ReadAllBytes(TestDecoders.Plane);

        CommandRun run = await CommandRun.Of("inspect", _folder.Put("cut.onnx", whole[..100]));

        run.AssertBadInput($"{_folder["cut.onnx"]} @ byte 100: a field is cut off; expected an ONNX model.");
    }

    [Theory]
    [InlineData("text.onnx", "text.onnx @ byte 1: Protocol message contained a tag with an invalid wire type; expected an ONNX model.")]
    [InlineData("none.onnx", "none.onnx: the file does not exist; expected an ONNX model.")]
    [InlineData("", ": is a folder; expected an ONNX model. Name a file in it.")]
    public async Task Inspect_what_is_no_model_is_refused(string name, string expected)
    {
        _folder.Put("text.onnx", "no model");

        (await CommandRun.Of("inspect", _folder[name])).AssertBadInput(expected);
    }
}
