using VaePipeline.Contracts.Onnx.Inspection;

namespace VaePipeline.Contracts.Tests.Onnx.Inspection;

public sealed class OnnxInspectionTests
{
    private const string TakeAgain = "The file is damaged or of another kind: take it as it was exported.";
    private const string Again = "The file is damaged or was put together wrongly: export the model again.";

    [Fact]
    public void Read_tells_what_the_file_says()
    {
        byte[] model = OnnxBytes.Decoder(OnnxBytes.Text(3, "1.2"), OnnxBytes.Entry("b", "2"), OnnxBytes.Entry("a", "1"));

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
            Node("Relu", ["x"], ["a"]), Node("QLinearConv", ["a"], ["b"], OnnxBytes.Text(7, "com.microsoft")), Node("Relu", ["b"], ["c"]), Node("Abs", ["c"], ["d"], OnnxBytes.Text(7, "ai.onnx")));

        Assert.Equal([new("Relu", 2), new("Abs", 1), new("com.microsoft.QLinearConv", 1)], found.Operators);
    }

    [Fact]
    public void Read_counts_numbers_of_constants_but_no_shapes()
    {
        OnnxInspection found = Inspect(
            Tensor("w", OnnxBytes.Float32, 24, 2, 3),
            Tensor("shape", 7, 16, 2),
            Node("Constant", [], ["c"], OnnxBytes.Message(5, [OnnxBytes.Text(1, "value"), OnnxBytes.Message(5, [OnnxBytes.Integer(1, 5), OnnxBytes.Integer(2, 10), OnnxBytes.Message(9, [new byte[10]])])])),
            OnnxBytes.Message(5, [OnnxBytes.Integer(1, 2), OnnxBytes.Integer(2, 1), OnnxBytes.Text(8, "typed"), OnnxBytes.Message(4, [new byte[8]])]));

        Assert.Equal((6 + 5 + 2, 3), (found.Parameters, found.ParameterTensors));
    }

    // One item: 2 * outputs * window, worked by hand beside each.
    public static TheoryData<byte[][], long> Products => new()
    {
        { [Value("x", "N", "3", "8", "8"), Weight("w", 16, 3, 5, 5), Node("Conv", ["x", "w"], ["y"]), Inner("y", "N", "16", "4", "4")], 2 * (16 * 4 * 4) * (3 * 5 * 5) },
        { [Value("x", "N", "8", "7", "7"), Weight("w", 8, 4, 3, 3), Node("ConvTranspose", ["x", "w"], ["y"])], 2 * (8 * 7 * 7) * (4 * 3 * 3) },
        { [Value("x", "N", "5"), Weight("w", 7, 5), Node("Gemm", ["x", "w"], ["y"], Attribute("transB", 1)), Inner("y", "N", "7")], 2 * 7 * 5 },
        { [Value("x", "N", "5"), Weight("w", 5, 7), Node("Gemm", ["x", "w"], ["y"])], 2 * 7 * 5 },
        { [Value("x", "4", "6", "5"), Weight("w", 5, 7), Node("MatMul", ["x", "w"], ["y"]), Inner("y", "4", "6", "7")], 2 * 6 * 7 * 5 },
        { [Value("x", "N", "5"), Weight("w", 5), Node("MatMul", ["x", "w"], ["y"]), Inner("y", "N")], 2 * 5 },
        { [Value("x", "N", "2", "4", "4"), Weight("w", 6, 2, 1, 1), Node("QLinearConv", ["x", "s", "z", "w"], ["y"]), Scale("s"), Scale("z"), Inner("y", "N", "6", "4", "4")], 2 * (6 * 4 * 4) * 2 },
    };

    [Theory]
    [MemberData(nameof(Products))]
    public void Read_counts_two_operations_a_multiply_add_of_one_item(byte[][] graph, long flops)
    {
        OnnxWork work = OnnxInspection.Read(OnnxBytes.Model(graph), "d.onnx").Work;

        Assert.Equal(flops, work.Flops);
        Assert.Equal(1, Assert.Single(work.Counted).Count);
        Assert.Empty(work.Uncounted);
    }

    [Fact]
    public void Read_names_products_without_a_shape()
    {
        OnnxWork work = Inspect(
            Value("x", "N", "3", "H", "W"), Weight("w", 16, 3, 5, 5), Node("Conv", ["x", "w"], ["a"]), Inner("a", "N", "16", "H", "W"), Node("Conv", ["a", "w"], ["b"]), Node("MatMul", ["a", "b"], ["c"])).Work;

        Assert.Equal(0, work.Flops);
        Assert.Empty(work.Counted);
        Assert.Equal([new("Conv", 2), new("MatMul", 1)], work.Uncounted);
    }

    // As other programs write them: no shape between the nodes. Each is followed by a ConvTranspose of 1 x 1 to one channel,
    // which multiplies each of its inputs' numbers once and so tells how many there were.
    public static TheoryData<byte[][], long> Untold => new()
    {
        { [Weight("w", 8, 4, 3, 3), Node("Conv", ["x", "w"], ["y"], List("pads", 1, 1, 1, 1), List("strides", 2, 2))], (8 * 4 * 9 * 3 * 3) + (8 * 3 * 3) },
        { [Weight("w", 4, 8, 3, 3), Node("ConvTranspose", ["x", "w"], ["y"], List("pads", 1, 1, 1, 1), List("strides", 2, 2), List("output_padding", 1, 1))], (4 * 6 * 6 * 8 * 9) + (8 * 12 * 12) },
        { [Weight("w", 4, 4, 3, 3), Node("ConvTranspose", ["x", "w"], ["y"], Attribute("group", 2), List("dilations", 2, 1))], (4 * 6 * 6 * 4 * 9) + (8 * 10 * 8) },
        { [Node("MaxPool", ["x"], ["y"], List("kernel_shape", 3, 2), List("strides", 3, 2))], 4 * 2 * 3 },
        { [Node("GlobalAveragePool", ["x"], ["y"])], 4 },
        { [Node("Relu", ["x"], ["a"]), Weight("b", 4, 1, 1), Node("Add", ["b", "a"], ["y"])], 4 * 6 * 6 },
        { [Node("Transpose", ["x"], ["y"], List("perm", 0, 2, 3, 1))], 6 * 6 * 4 },
        { [Node("Flatten", ["x"], ["f"]), Weight("w", 50, 144), Node("Gemm", ["f", "w"], ["g"], Attribute("transB", 1)), Shape("s", 0, 2, 5, -1), Node("Reshape", ["g", "s"], ["y"])], (50 * 144) + (2 * 5 * 5) },
    };

    [Theory]
    [MemberData(nameof(Untold))]
    public void Read_works_out_shapes_that_follow_from_others(byte[][] graph, long multiplyAdds)
    {
        OnnxWork work = OnnxInspection.Read(OnnxBytes.Model([Value("x", "N", "4", "6", "6"), .. graph, Weight("last", 1, 1, 1, 1), Node("ConvTranspose", ["y", "last"], ["z"])]), "d.onnx").Work;

        Assert.Empty(work.Uncounted);
        Assert.Equal(2 * multiplyAdds, work.Flops);
    }

    [Fact]
    public void Read_says_what_it_did_not_look_into()
    {
        byte[] body = OnnxBytes.Message(5, [OnnxBytes.Text(1, "body"), OnnxBytes.Message(6, [])]);
        byte[] external = OnnxBytes.Message(5, [OnnxBytes.Integer(1, 1000), OnnxBytes.Integer(2, 1), OnnxBytes.Text(8, "w"), OnnxBytes.Integer(14, 1)]);
        byte[] model = OnnxBytes.Model([external, Value("x", "N"), Node("If", ["x"], ["y"], body, body)], OnnxBytes.Message(25, []));

        Assert.Equal(
            [
                "1 If: the 2 graphs inside are neither checked nor counted",
                "1 function of the file's own: neither checked nor counted",
                "1 tensor with the data in another file: VaePipeline runs models in one file only",
            ],
            OnnxInspection.Read(model, "d.onnx").Notes);
    }

    // The graph's fields begin at byte 15; the input "x" takes 18 bytes, the tensor [2, 3] of halves 25.
    public static TheoryData<byte[][], string> BrokenGraphs => new()
    {
        { [Node("Relu", ["nowhere"], ["y"])], " @ byte 15: node 0 (Relu) reads \"nowhere\", which is not there; expected a graph input, an initializer or what a node before it makes. " + Again },
        { [Value("x", "N"), Node("Relu", ["b"], ["a"]), Node("Abs", ["x"], ["b"])], " @ byte 33: node 0 (Relu) reads \"b\", which only node 1 (Abs) makes; expected a graph input, an initializer or what a node before it makes. " + Again },
        { [Value("x", "N"), Node("Relu", ["x"], ["x"])], " @ byte 33: node 0 (Relu) makes \"x\", which is there already; expected a name of its own for each tensor. " + Again },
        { [Node("", [], ["x"])], " @ byte 15: node 0 () has no operator; expected one of its operator sets. " + Again },
        { [OnnxBytes.Value(12, "y", OnnxBytes.Float32, "N")], ": graph output \"y\" is made by no node; expected a tensor of the graph. " + Again },
        { [Tensor("w", OnnxBytes.Float32, 23, 2, 3)], " @ byte 15: tensor \"w\" holds 23 bytes; expected 24 bytes for float32 [2, 3]. " + TakeAgain },
        { [Tensor("w", 10, 12, 2, 3), Tensor("w", 10, 12, 2, 3)], " @ byte 40: a second initializer \"w\"; expected a name of its own for each tensor. " + TakeAgain },
        { [Tensor("w", OnnxBytes.Float32, 0, int.MaxValue, int.MaxValue, int.MaxValue)], " @ byte 15: tensor \"w\" has the shape [2147483647, 2147483647, 2147483647]; expected sizes that a tensor can have. " + TakeAgain },
        { [OnnxBytes.Message(5, [OnnxBytes.Integer(1, 2), OnnxBytes.Integer(2, 1), OnnxBytes.Text(8, "w")])], " @ byte 15: tensor \"w\" holds 0 values; expected 2 values for float32 [2]. " + TakeAgain },
        { [OnnxBytes.Message(5, [[0x42, 9, 1]])], " @ byte 17: field 8 of 9 bytes where 1 are left, in graph.initializer[0]; expected an ONNX model. " + TakeAgain },
        { [Node("Relu", [], []), OnnxBytes.Message(1, [OnnxBytes.Integer(4, 1)])], " @ byte 25: field 4 with wire type 0 in place of a text, in graph.node[1]; expected an ONNX model. " + TakeAgain },
    };

    [Theory]
    [MemberData(nameof(BrokenGraphs))]
    public void Read_tells_what_is_wrong_and_where(byte[][] graph, string message) =>
        Assert.Equal("d.onnx" + message, Damage.MessageOf(() => OnnxInspection.Read(OnnxBytes.Model(graph), "d.onnx")));

    [Fact]
    public void Read_names_what_was_cut_off()
    {
        byte[] model = OnnxBytes.Decoder();

        // IR version 2 bytes, producer 7, operator set 4; then the graph's tag and its length, a byte each.
        Assert.Equal(
            $"d.onnx @ byte 13: graph of {model.Length - 15} bytes where 85 are left; expected an ONNX model. {TakeAgain}",
            Damage.MessageOf(() => OnnxInspection.Read(model.AsSpan(0, 100), "d.onnx")));
    }

    [Fact]
    public void Every_truncation_is_refused_and_flipped_bits_give_contents_or_an_error()
    {
        byte[] model = OnnxBytes.Model(
        [
            Tensor("w", OnnxBytes.Float32, 24, 2, 3), Value("x", "N", "2"), Node("Gemm", ["x", "w"], ["y"], Attribute("transB", 0)), OnnxBytes.Value(12, "y", OnnxBytes.Float32, "N", "3"),
            OnnxBytes.Message(15, [OnnxBytes.Message(1, [OnnxBytes.Integer(2, 1), OnnxBytes.Integer(1, 1), OnnxBytes.Text(8, "s"), OnnxBytes.Message(4, [new byte[4]])]), OnnxBytes.Message(3, [[5, 7]])]),
            Node("If", ["x"], ["z"], OnnxBytes.Message(5, [OnnxBytes.Text(1, "then_branch"), OnnxBytes.Message(6, [])])),
            Node("Conv", ["z", "w"], ["v"]), Inner("v", "N", "2", "2"), Inner("z", "N", "", "M"),
            Weight("k", 2, 1, 2, 2), Value("i", "N", "1", "4", "4"), Node("Conv", ["i", "k"], ["c"], List("strides", 2, 2), List("pads", 1, 0, 0, 1)),
            Node("ConvTranspose", ["c", "k"], ["t"]), Node("MaxPool", ["t"], ["p"], List("kernel_shape", 2, 2)), Node("Transpose", ["p"], ["q"], List("perm", 0, 2, 3, 1)),
            Shape("n", 0, -1), Node("Reshape", ["q", "n"], ["r"]), Node("Add", ["r", "r"], ["u"]), Node("Flatten", ["u"], ["m"]), Node("MatMul", ["m", "w"], ["o"]),
        ]);

        Damage.RefusesEveryTruncation(model, bytes => OnnxInspection.Read(bytes, "d.onnx"));
        int refused = Damage.SurvivesFlippedBits(model, bytes => OnnxInspection.Read(bytes, "d.onnx"));

        Assert.InRange(refused, 3 * model.Length, 8 * model.Length);
    }

    private static OnnxInspection Inspect(params byte[][] graph) => OnnxInspection.Read(OnnxBytes.Model([Value("x", "N"), .. graph]), "d.onnx");

    private static byte[] Value(string name, params string[] shape) => OnnxBytes.Value(11, name, OnnxBytes.Float32, shape);

    private static byte[] Inner(string name, params string[] shape) => OnnxBytes.Value(13, name, OnnxBytes.Float32, shape);

    private static byte[] Node(string operatorType, string[] inputs, string[] outputs, params byte[][] more) => OnnxBytes.Message(
        1, [.. inputs.Select(input => OnnxBytes.Text(1, input)), .. outputs.Select(output => OnnxBytes.Text(2, output)), OnnxBytes.Text(4, operatorType), .. more]);

    private static byte[] Attribute(string name, int value) => OnnxBytes.Message(5, [OnnxBytes.Text(1, name), OnnxBytes.Integer(3, value)]);

    private static byte[] Tensor(string name, int type, int bytes, params int[] shape) => OnnxBytes.Message(
        5, [.. shape.Select(size => OnnxBytes.Integer(1, size)), OnnxBytes.Integer(2, type), OnnxBytes.Text(8, name), OnnxBytes.Message(9, [new byte[bytes]])]);

    private static byte[] List(string name, params int[] values) => OnnxBytes.Message(
        5, [OnnxBytes.Text(1, name), .. values.Select(value => OnnxBytes.Integer(8, value))]);

    private static byte[] Shape(string name, params long[] sizes) => OnnxBytes.Message(
        5, [OnnxBytes.Integer(1, sizes.Length), OnnxBytes.Integer(2, 7), OnnxBytes.Text(8, name), OnnxBytes.Message(9, [[.. sizes.SelectMany(BitConverter.GetBytes)]])]);

    private static byte[] Weight(string name, params int[] shape) => Tensor(name, OnnxBytes.Float32, 4 * shape.Aggregate(1, (product, size) => product * size), shape);

    private static byte[] Scale(string name) => Tensor(name, OnnxBytes.Float32, 4);
}
