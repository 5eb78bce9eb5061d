using VaePipeline.Contracts.Onnx;
using VaePipeline.Contracts.Onnx.Editing;

namespace VaePipeline.Contracts.Tests.Onnx.Editing;

public sealed class GraphNamesTests
{
    [Fact]
    public void In_finds_names_wherever_they_stand() => Assert.Equal(
        ["an", "annotated", "at", "body", "in", "node", "out", "scale", "sparse", "w"], GraphNames.In(Graph("")).Order(StringComparer.Ordinal));

    [Fact]
    public void Rename_changes_names_wherever_they_stand_and_nothing_else()
    {
        GraphProto graph = Graph("");

        GraphNames.Rename(graph, GraphNames.In(graph).ToDictionary(name => name, name => "new " + name));

        Assert.Equal(Graph("new "), graph);
    }

    [Fact]
    public void Rename_leaves_names_that_are_not_told()
    {
        GraphProto graph = Graph("");

        GraphNames.Rename(graph, new Dictionary<string, string> { ["nowhere"] = "else" });

        Assert.Equal(Graph(""), graph);
    }

    /// <summary>Every place with a name of a tensor, and names of other things, which have none before them.</summary>
    private static GraphProto Graph(string prefix)
    {
        GraphProto body = new() { Name = "g", Node = { new NodeProto { Name = "n", OpType = "Abs", Input = { prefix + "at" }, Output = { prefix + "body" } } } };
        return new()
        {
            Name = "g",
            Node =
            {
                new NodeProto
                {
                    Name = "n",
                    Input = { prefix + "in" },
                    Output = { prefix + "node" },
                    Attribute = { new AttributeProto { Name = "a", G = body }, new AttributeProto { Name = "b", Graphs = { body } } },
                },
            },
            Initializer = { new TensorProto { Name = prefix + "w" } },
            SparseInitializer = { new SparseTensorProto { Values = new TensorProto { Name = prefix + "sparse" }, Indices = new TensorProto { Name = "indices" } } },
            Input = { new ValueInfoProto { Name = prefix + "in" } },
            Output = { new ValueInfoProto { Name = prefix + "out" } },
            ValueInfo = { new ValueInfoProto { Name = prefix + "an" } },
            QuantizationAnnotation =
            {
                new TensorAnnotation
                {
                    TensorName = prefix + "annotated",
                    QuantParameterTensorNames = { new StringStringEntryProto { Key = "SCALE_TENSOR", Value = prefix + "scale" } },
                },
            },
        };
    }
}
