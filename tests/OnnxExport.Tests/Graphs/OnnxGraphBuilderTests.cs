using System.Text;
using Google.Protobuf;
using VaePipeline.Contracts.Onnx;

namespace VaePipeline.OnnxExport.Tests.Graphs;

public sealed class OnnxGraphBuilderTests
{
    [Fact]
    public void ToModel_states_versions_producer_and_sorted_metadata()
    {
        var (graph, input) = Start();
        graph.AddOutput("y", graph.AddNode("a", "Relu", [input.Name], input.Shape));

        var model = graph.ToModel(new Dictionary<string, string> { ["b"] = "2", ["B"] = "1", ["a"] = "3" });

        Assert.Equal(8, model.IrVersion);
        Assert.Equal(("VaePipeline", 1), (model.ProducerName, model.ModelVersion));
        Assert.Matches(@"^\d+\.\d+\.\d+$", model.ProducerVersion);
        var opset = Assert.Single(model.OpsetImport);
        Assert.Equal(("", true, 17), (opset.Domain, opset.HasDomain, opset.Version));
        Assert.Equal(["B", "a", "b"], model.MetadataProps.Select(entry => entry.Key));
        Assert.Equal(["1", "3", "2"], model.MetadataProps.Select(entry => entry.Value));
    }

    [Fact]
    public void ToModel_describes_inner_tensors_and_no_others()
    {
        var (graph, input) = Start();
        var inner = graph.AddNode("a", "Relu", [input.Name], input.Shape);
        graph.AddOutput("y", graph.AddNode("b", "Relu", [inner.Name], input.Shape));

        var model = graph.ToModel();

        var described = Assert.Single(model.Graph.ValueInfo);
        Assert.Equal("a", described.Name);
        Assert.Equal(["N", "3"], ExportedModule.Dimensions(described));
    }

    [Fact]
    public void ToModel_without_output_is_refused()
    {
        var (graph, _) = Start();

        var error = Assert.Throws<InvalidOperationException>(() => graph.ToModel());

        Assert.Equal("g: the graph has no output; expected at least one. Call AddOutput first.", error.Message);
    }

    [Fact]
    public void AddOutput_renames_the_value_wherever_it_is_read()
    {
        var (graph, input) = Start();
        var first = graph.AddNode("a", "Relu", [input.Name], input.Shape);
        var before = graph.AddNode("b", "Tanh", [first.Name], input.Shape);
        graph.AddOutput("y", first);
        var after = graph.AddNode("c", "Sigmoid", [first.Name], input.Shape);
        graph.AddOutput("z", graph.AddNode("d", "Add", [before.Name, after.Name], input.Shape));

        var model = graph.ToModel();

        Assert.Equal(["x > y", "y > b", "y > c", "b,c > z"], Edges(model));
        Assert.Equal(["y", "z"], model.Graph.Output.Select(output => output.Name));
    }

    [Fact]
    public void AddOutput_of_an_input_or_of_an_output_adds_an_identity()
    {
        var (graph, input) = Start();
        graph.AddOutput("same", input);
        var inner = graph.AddNode("a", "Relu", [input.Name], input.Shape);
        graph.AddOutput("y", inner);
        graph.AddOutput("again", inner);

        var model = graph.ToModel();

        Assert.Equal(["x > same", "x > y", "y > again"], Edges(model));
        Assert.Equal(["Identity", "Relu", "Identity"], model.Graph.Node.Select(node => node.OpType));
    }

    [Fact]
    public void AddOutput_taken_name_is_refused()
    {
        var (graph, input) = Start();

        var error = Assert.Throws<ArgumentException>(() => graph.AddOutput("x", input));

        Assert.StartsWith("g: the name \"x\" is taken; expected one that no other tensor has.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddNode_and_AddInitializer_number_names_that_are_taken()
    {
        var (graph, input) = Start();

        var names = new[]
        {
            graph.AddNode("a", "Relu", [input.Name], input.Shape).Name,
            graph.AddNode("a", "Relu", [input.Name], input.Shape).Name,
            graph.AddInitializer("a", [1], [1f]),
        };

        Assert.Equal(["a", "a_2", "a_3"], names);
    }

    [Fact]
    public void AddInitializer_writes_little_endian_row_major_data()
    {
        var (graph, input) = Start();
        graph.AddInitializer("f", [2, 1], [1f, -2f]);
        graph.AddInitializer("i", [2], [0L, 258L]);
        graph.AddOutput("y", input);

        var tensors = graph.ToModel().Graph.Initializer;

        // IEEE 754: 1 is 3F800000, -2 is C0000000.
        Assert.Equal(["0000803F000000C0", "00000000000000000201000000000000"], tensors.Select(tensor => Convert.ToHexString(tensor.RawData.Span)));
        Assert.Equal([1, 7], tensors.Select(tensor => tensor.DataType));
        Assert.Equal([2, 1], tensors[0].Dims);
    }

    [Fact]
    public void ToModel_file_starts_with_the_standards_fields()
    {
        var (graph, input) = Start();
        graph.AddOutput("y", input);

        var model = graph.ToModel();
        var version = Encoding.ASCII.GetBytes(model.ProducerVersion);

        // By the standard: field 1 = ir_version 8; field 2 = producer_name; field 3 = producer_version; field 5 = model_version 1; field 7 = graph.
        Assert.Equal(
            [0x08, 8, 0x12, 11, .. "VaePipeline"u8, 0x1A, (byte)version.Length, .. version, 0x28, 1, 0x3A], model.ToByteArray()[..(20 + version.Length)]);
    }

    private static (OnnxGraphBuilder Graph, GraphValue Input) Start()
    {
        var graph = new OnnxGraphBuilder("g");
        return (graph, graph.AddInput("x", new BatchShape(3)));
    }

    private static IEnumerable<string> Edges(ModelProto model) =>
        model.Graph.Node.Select(node => $"{string.Join(",", node.Input)} > {string.Join(",", node.Output)}");
}
