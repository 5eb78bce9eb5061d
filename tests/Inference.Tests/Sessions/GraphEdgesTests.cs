using Google.Protobuf;
using VaePipeline.Contracts.Onnx;
using VaePipeline.Contracts.Onnx.Editing;
using DataType = VaePipeline.Contracts.Onnx.TensorProto.Types.DataType;

namespace VaePipeline.Inference.Tests.Sessions;

/// <summary>What ONNX Runtime makes of rewritten models.</summary>
public sealed class GraphEdgesTests
{
    private static readonly float[] Latent = [0.5f, -1.25f];

    [Fact]
    public void Rewrite_to_the_same_edges_changes_nothing()
    {
        byte[] model = File.ReadAllBytes(TestModels.Decoder);

        byte[] same = Rewrite(model, Edge("latent", "latent", 2), Edge("image", "image", 1, 4, 4), keepOthers: false);

        Assert.Equal(ModelProto.Parser.ParseFrom(model), ModelProto.Parser.ParseFrom(same));
    }

    [Theory]
    [InlineData("Ein Name", "Bild")]
    [InlineData("h1", "h2")] // names of tensors inside
    [InlineData("w1", "latent")] // of a weight, and of the other edge
    [InlineData("image", "latent_inner")]
    public void Rewrite_gives_the_same_numbers_under_new_names(string input, string output)
    {
        byte[] model = File.ReadAllBytes(TestModels.Decoder);

        byte[] renamed = Rewrite(model, Edge("latent", input), Edge("image", output), keepOthers: false);

        Assert.Equal([$"{input} Float [-1, 2]", $"{output} Float [-1, 1, 4, 4]"], RawModel.Edges(renamed));
        Assert.Equal(RawModel.Run(model, Latent, "latent")["image"], RawModel.Run(renamed, Latent, input)[output]);
    }

    [Theory]
    [InlineData(0.5f, 0.25f)]
    [InlineData(0.5f, -1.25f)]
    public void Rewrite_renames_within_the_bodies_of_nodes(float first, float second)
    {
        byte[] model = File.ReadAllBytes(TestModels.Path("captured"));

        byte[] renamed = Rewrite(model, Edge("signal", "sum"), Edge("chosen", "swapped"), keepOthers: false);

        Assert.Equal(RawModel.Run(model, [first, second], "signal")["chosen"], RawModel.Run(renamed, [first, second], "sum")["swapped"]);
    }

    [Fact]
    public void Rewrite_drops_outputs_that_are_not_named()
    {
        byte[] model = File.ReadAllBytes(TestModels.Encoder);

        byte[] rewritten = Rewrite(model, Edge("image", "image"), Edge("mean", "M"), keepOthers: false);

        Assert.Equal(["image Float [-1, 1, 4, 4]", "M Float [-1, 2]"], RawModel.Edges(rewritten));
    }

    [Fact]
    public void Rewrite_writes_sizes_for_symbolic_axes()
    {
        byte[] model = File.ReadAllBytes(TestModels.Path("symbolic-width"));

        byte[] sized = Rewrite(model, Edge("signal", "signal", 2), Edge("echo", "Echo", 2), keepOthers: false);

        Assert.Equal(["signal Float [-1, 2]", "Echo Float [-1, 2]"], RawModel.Edges(sized));
        Assert.Equal(Latent, RawModel.Run(sized, Latent, "signal")["Echo"]);
    }

    [Fact]
    public void Rewrite_input_that_is_an_output_gets_two_names()
    {
        byte[] model = File.ReadAllBytes(TestModels.Path("half-direct"));
        var half = new GraphEdge("In", DataType.Float16, DataType.Float16);

        byte[] renamed = Rewrite(
            model,
            new Dictionary<string, GraphEdge> { ["signal"] = half },
            new Dictionary<string, GraphEdge> { ["signal"] = half with { Name = "Out" }, ["negative"] = half with { Name = "signal" } },
            keepOthers: false);

        Dictionary<string, float[]> outputs = RawModel.Run(renamed, Latent, "In");
        Assert.Equal(Latent, outputs["Out"]);
        Assert.Equal([-0.5f, 1.25f], outputs["signal"]);
    }

    [Fact]
    public void Rewrite_one_name_for_input_and_output_is_refused()
    {
        byte[] model = File.ReadAllBytes(TestModels.Decoder);

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => Rewrite(model, Edge("latent", "Features"), Edge("image", "Features"), keepOthers: false));

        Assert.Equal(
            "\"Features\": both an input and an output of the model; expected a name of its own for each. Give the output another name.",
            error.Message);
    }

    private static byte[] Rewrite(
        byte[] model, IReadOnlyDictionary<string, GraphEdge> inputs, IReadOnlyDictionary<string, GraphEdge> outputs, bool keepOthers)
    {
        ModelProto rewritten = ModelProto.Read(model, "model");
        GraphEdges.Rewrite(rewritten.Graph, inputs, outputs, keepOthers);
        return rewritten.ToByteArray();
    }

    private static Dictionary<string, GraphEdge> Edge(string tensor, string name, params int[] rowShape) => new()
    {
        [tensor] = new GraphEdge(name, DataType.Float, DataType.Float, rowShape.Length == 0 ? null : rowShape),
    };
}
