using Google.Protobuf;
using VaePipeline.Contracts.Onnx;
using VaePipeline.Contracts.Onnx.Inspection;
using static VaePipeline.Contracts.Tests.Onnx.OnnxParts;
using DataType = VaePipeline.Contracts.Onnx.TensorProto.Types.DataType;

namespace VaePipeline.Contracts.Tests.Onnx.Inspection;

public sealed class OnnxInspectionTests
{
    private const string TakeAgain = "The file is damaged or of another kind: take it as it was exported.";
    private const string Again = "The file is damaged or was put together wrongly: export the model again.";

    [Fact]
    public void Read_tells_what_the_file_says()
    {
        ModelProto decoder = Decoder(("b", "2"), ("a", "1"));
        decoder.ProducerVersion = "1.2";
        byte[] model = decoder.ToByteArray();

        OnnxInspection found = OnnxInspection.Read(model, "d.onnx");

        Assert.Equal(model.Length, found.Bytes);
        Assert.Equal(8, found.IrVersion);
        Assert.Equal([new("ai.onnx", 17)], found.Opsets);
        Assert.Equal(("tests", "1.2"), (found.ProducerName, found.ProducerVersion));
        Assert.Equal(["latent float32 [N, 2]"], found.Inputs.Select(value => $"{value.Name} {value.ElementType} {value.Shape}"));
        Assert.Equal(["image float32 [N, 1, 28, 28]"], found.Outputs.Select(value => $"{value.Name} {value.ElementType} {value.Shape}"));
        Assert.Equal([new("Identity", 1)], found.Operators);
        Assert.Equal((1, 1), (found.Parameters, found.ParameterTensors));
        Assert.Equal([new("b", "2"), new("a", "1")], found.Metadata);
        Assert.Empty(found.Notes);
    }

    [Fact]
    public void Read_counts_operators_by_name_and_domain()
    {
        OnnxInspection found = Inspect(
            new() { Node = { Node("Relu", ["x"], ["a"]), In("com.microsoft", "QLinearConv", "a", "b"), Node("Relu", ["b"], ["c"]), In("ai.onnx", "Abs", "c", "d") } });

        Assert.Equal([new("Relu", 2), new("Abs", 1), new("com.microsoft.QLinearConv", 1)], found.Operators);

        static NodeProto In(string domain, string operatorType, string input, string output) =>
            new() { Domain = domain, OpType = operatorType, Input = { input }, Output = { output } };
    }

    [Fact]
    public void Read_counts_numbers_of_constants_but_no_shapes()
    {
        OnnxInspection found = Inspect(new()
        {
            Initializer =
            {
                Tensor("w", DataType.Float, 24, 2, 3),
                Tensor("shape", DataType.Int64, 16, 2),
                new TensorProto { Name = "typed", DataType = (int)DataType.Float, Dims = { 2 }, FloatData = { 1, 2 } },
            },
            Node = { Node("Constant", [], ["c"], new AttributeProto { Name = "value", T = Tensor("", DataType.Float16, 10, 5) }) },
            SparseInitializer =
            {
                new SparseTensorProto { Values = Tensor("sparse", DataType.Float, 16, 4), Indices = Tensor("", DataType.Int64, 32, 4), Dims = { 100, 100 } },
            },
        });

        Assert.Equal((6 + 2 + 5 + 4, 4), (found.Parameters, found.ParameterTensors));
    }

    // One item: 2 * outputs * window, worked by hand beside each.
    public static TheoryData<byte[], long> Products => new()
    {
        { Product(Value("x", "N", "3", "8", "8"), Weight("w", 16, 3, 5, 5), "Conv", Value("y", "N", "16", "4", "4")), 2 * (16 * 4 * 4) * (3 * 5 * 5) },
        { Product(Value("x", "N", "8", "7", "7"), Weight("w", 8, 4, 3, 3), "ConvTranspose", null), 2 * (8 * 7 * 7) * (4 * 3 * 3) },
        { Product(Value("x", "N", "5"), Weight("w", 7, 5), "Gemm", Value("y", "N", "7"), new AttributeProto { Name = "transB", I = 1 }), 2 * 7 * 5 },
        { Product(Value("x", "N", "5"), Weight("w", 5, 7), "Gemm", Value("y", "N", "7")), 2 * 7 * 5 },
        { Product(Value("x", "4", "6", "5"), Weight("w", 5, 7), "MatMul", Value("y", "4", "6", "7")), 2 * 6 * 7 * 5 },
        { Product(Value("x", "N", "5"), Weight("w", 5), "MatMul", Value("y", "N")), 2 * 5 },
        {
            Bytes(new()
            {
                Input = { Value("x", "N", "2", "4", "4") },
                Initializer = { Weight("s"), Weight("z"), Weight("w", 6, 2, 1, 1) },
                Node = { Node("QLinearConv", ["x", "s", "z", "w"], ["y"]) },
                ValueInfo = { Value("y", "N", "6", "4", "4") },
            }),
            2 * (6 * 4 * 4) * 2
        },
    };

    [Theory]
    [MemberData(nameof(Products))]
    public void Read_counts_two_operations_a_multiply_add_of_one_item(byte[] model, long flops)
    {
        OnnxWork work = OnnxInspection.Read(model, "d.onnx").Work;

        Assert.Equal(flops, work.Flops);
        Assert.Equal(1, Assert.Single(work.Counted).Count);
        Assert.Empty(work.Uncounted);
    }

    [Fact]
    public void Read_names_products_whose_shapes_the_file_does_not_give()
    {
        OnnxWork work = OnnxInspection.Read(
            Bytes(new()
            {
                Input = { Value("x", "N", "3", "H", "W"), Value("k", "N", "3", "9", "9") },
                Initializer = { Weight("w", 16, 3, 5, 5) },
                Node = { Node("Conv", ["x", "w"], ["a"]), Node("Conv", ["k", "w"], ["b"]), Node("MatMul", ["a", "b"], ["c"]) },
                ValueInfo = { Value("a", "N", "16", "H", "W") },
            }),
            "d.onnx").Work;

        Assert.Equal(0, work.Flops);
        Assert.Empty(work.Counted);
        Assert.Equal([new("Conv", 2), new("MatMul", 1)], work.Uncounted);
    }

    [Fact]
    public void Read_says_what_it_did_not_look_into()
    {
        AttributeProto body = new() { Name = "body", G = new GraphProto() };
        ModelProto model = Model(new()
        {
            Input = { Value("x", "N") },
            Initializer = { new TensorProto { Name = "w", DataType = 1, Dims = { 1000 }, DataLocation = TensorProto.Types.DataLocation.External } },
            Node = { Node("If", ["x"], ["y"], body, body) },
        });
        model.Functions.Add(new FunctionProto());

        Assert.Equal(
            [
                "1 If: the 2 graphs inside are neither checked nor counted",
                "1 function of the file's own: neither checked nor counted",
                "1 tensor with the data in another file: VaePipeline runs models in one file only",
            ],
            OnnxInspection.Read(model.ToByteArray(), "d.onnx").Notes);
    }

    public static TheoryData<byte[], string> BrokenGraphs => new()
    {
        { Bytes(new() { Node = { Node("Relu", ["nowhere"], ["y"]) } }), "node 0 (Relu) reads \"nowhere\", which is not there; expected a graph input, an initializer or what a node before it makes. " + Again },
        { Bytes(new() { Input = { Value("x", "N") }, Node = { Node("Relu", ["b"], ["a"]), Node("Abs", ["x"], ["b"]) } }), "node 0 (Relu) reads \"b\", which only node 1 (Abs) makes; expected a graph input, an initializer or what a node before it makes. " + Again },
        { Bytes(new() { Input = { Value("x", "N") }, Node = { Node("Relu", ["x"], ["x"]) } }), "node 0 (Relu) makes \"x\", which is there already; expected a name of its own for each tensor. " + Again },
        { Bytes(new() { Node = { Node("", [], ["x"]) } }), "node 0 () has no operator; expected one of its operator sets. " + Again },
        { Bytes(new() { Output = { Value("y", "N") } }), "graph output \"y\" is made by no node; expected a tensor of the graph. " + Again },
        { Bytes(new() { Initializer = { Tensor("w", DataType.Float, 23, 2, 3) } }), "tensor \"w\" holds 23 bytes; expected 24 bytes for float32 [2, 3]. " + TakeAgain },
        { Bytes(new() { Initializer = { Tensor("w", DataType.Int4, 4, 3, 3) } }), "tensor \"w\" holds 4 bytes; expected 5 bytes for int4 [3, 3]. " + TakeAgain },
        { Bytes(new() { Initializer = { Tensor("w", DataType.Float16, 12, 2, 3), Tensor("w", DataType.Float16, 12, 2, 3) } }), "a second initializer \"w\"; expected a name of its own for each tensor. " + TakeAgain },
        { Bytes(new() { Initializer = { Tensor("w", DataType.Float, 0, int.MaxValue, int.MaxValue, int.MaxValue) } }), "tensor \"w\" has the shape [2147483647, 2147483647, 2147483647]; expected sizes that a tensor can have. " + TakeAgain },
        { Bytes(new() { Initializer = { Tensor("w", DataType.Float, 0, -1, 0) } }), "tensor \"w\" has the shape [-1, 0]; expected sizes that a tensor can have. " + TakeAgain },
        { Bytes(new() { Initializer = { new TensorProto { Name = "w", DataType = (int)DataType.Float, Dims = { 2 } } } }), "tensor \"w\" holds 0 values; expected 2 values for float32 [2]. " + TakeAgain },
        { Bytes(new() { Initializer = { new TensorProto { Name = "w", DataType = (int)DataType.Complex64, Dims = { 2 }, FloatData = { 1, 2 } } } }), "tensor \"w\" holds 2 values; expected 4 values for complex64 [2]. " + TakeAgain },
        { Bytes(new() { Node = { Node("Constant", [], ["c"], new AttributeProto { T = Tensor("v", DataType.Bool, 1, 2) }) } }), "tensor \"v\" holds 1 bytes; expected 2 bytes for bool [2]. " + TakeAgain },
        { Bytes(new() { SparseInitializer = { new SparseTensorProto() } }), "a sparse tensor without values; expected an ONNX model. " + TakeAgain },
    };

    [Theory]
    [MemberData(nameof(BrokenGraphs))]
    public void Read_tells_what_is_wrong_and_where(byte[] model, string message) =>
        Assert.Equal("d.onnx: " + message, Damage.MessageOf(() => OnnxInspection.Read(model, "d.onnx")));

    [Fact]
    public void Read_says_where_the_file_was_cut_off() => Assert.Equal(
        $"d.onnx @ byte 100: a field is cut off; expected an ONNX model. {TakeAgain}",
        Damage.MessageOf(() => OnnxInspection.Read(Decoder().ToByteArray()[..100], "d.onnx")));

    [Fact]
    public void Read_refuses_a_model_without_operator_sets()
    {
        ModelProto model = Decoder();
        model.OpsetImport.Clear();

        Assert.Equal(
            $"d.onnx @ byte {model.CalculateSize()}: the file ends without an operator set; expected an ONNX model. {TakeAgain}",
            Damage.MessageOf(() => OnnxInspection.Read(model.ToByteArray(), "d.onnx")));
    }

    [Fact]
    public void Every_truncation_is_refused_and_flipped_bits_give_contents_or_an_error()
    {
        ModelProto model = Model(new()
        {
            Initializer = { Tensor("w", DataType.Float, 24, 2, 3), Weight("k", 2, 1, 2, 2), Tensor("n", DataType.Int64, 16, 2) },
            SparseInitializer = { new SparseTensorProto { Values = new TensorProto { Name = "s", DataType = 1, Dims = { 1 }, FloatData = { 1 } }, Dims = { 5, 7 } } },
            Input = { Value("x", "N", "2"), Value("i", "N", "1", "4", "4") },
            Output = { Value("y", "N", "3") },
            Node =
            {
                Node("Gemm", ["x", "w"], ["y"], new AttributeProto { Name = "transB", I = 0 }),
                Node("If", ["x"], ["z"], new AttributeProto { Name = "then_branch", G = new GraphProto() }),
                Node("Conv", ["z", "w"], ["v"]),
                Node("Conv", ["i", "k"], ["c"], new AttributeProto { Name = "strides", Ints = { 2, 2 } }),
                Node("ConvTranspose", ["c", "k"], ["t"]),
                Node("Constant", [], ["e"], new AttributeProto { Name = "value", T = Tensor("", DataType.Uint8, 2, 2) }),
                Node("MatMul", ["t", "w"], ["o"]),
            },
            ValueInfo = { Value("v", "N", "2", "2"), Value("z", "N", "", "M"), Value("c", "N", "2", "2", "2") },
        });
        byte[] file = model.ToByteArray();

        Damage.RefusesEveryTruncation(file, bytes => OnnxInspection.Read(bytes, "d.onnx"));
        int refused = Damage.SurvivesFlippedBits(file, bytes => OnnxInspection.Read(bytes, "d.onnx"));

        Assert.InRange(refused, 3 * file.Length, 8 * file.Length);
    }

    private static OnnxInspection Inspect(GraphProto graph)
    {
        graph.Input.Add(Value("x", "N"));
        return OnnxInspection.Read(Bytes(graph), "d.onnx");
    }

    /// <summary>A node that reads an input and weights, and gives what the file tells the shape of or not.</summary>
    private static byte[] Product(ValueInfoProto input, TensorProto weights, string operatorType, ValueInfoProto? output, params AttributeProto[] attributes)
    {
        GraphProto graph = new() { Input = { input }, Initializer = { weights }, Node = { Node(operatorType, [input.Name, weights.Name], ["y"], attributes) } };
        graph.ValueInfo.Add(output is null ? [] : [output]);
        return Bytes(graph);
    }

    private static TensorProto Weight(string name, params long[] shape) =>
        Tensor(name, DataType.Float, 4 * (int)shape.Aggregate(1L, (product, size) => product * size), shape);
}
