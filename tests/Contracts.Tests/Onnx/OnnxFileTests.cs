using Google.Protobuf;
using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Onnx;
using DataType = VaePipeline.Contracts.Onnx.TensorProto.Types.DataType;

namespace VaePipeline.Contracts.Tests.Onnx;

public sealed class OnnxFileTests : IDisposable
{
    private const string TakeAgain = "expected an ONNX model. The file is damaged or of another kind: take it as it was exported.";

    private static readonly ModelFacts Facts = new() { ModelName = "mnist-2d", LatentSize = 2, Image = new ImageShape(1, 28, 28) };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_gives_metadata_inputs_and_outputs()
    {
        OnnxSummary summary = OnnxFile.Read(_folder.Put("d.onnx", OnnxParts.Decoder(("a", "1"), ("ä", "ö"), ("a", "2")).ToByteArray()));

        Assert.Equal([new("a", "2"), new("ä", "ö")], summary.Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal));
        Assert.Equal(["latent float32 [N, 2]"], summary.Inputs.Select(Describe));
        Assert.Equal(["image float32 [N, 1, 28, 28]"], summary.Outputs.Select(Describe));
        Assert.Equal([new("ai.onnx", 17)], summary.Opsets);
        Assert.Equal(["Identity"], summary.Operators);
    }

    [Fact]
    public void Read_describes_other_types_and_shapes()
    {
        byte[] model = OnnxParts.Bytes(new GraphProto
        {
            Input =
            {
                OnnxParts.Value("a", (int)DataType.Uint8, "", "7"),
                OnnxParts.Value("b", 99),
                new ValueInfoProto { Name = "c", Type = new TypeProto { SequenceType = new TypeProto.Types.Sequence() } },
                new ValueInfoProto { Name = "d", Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Int64 } } },
                new ValueInfoProto { Name = "e" },
            },
        });

        Assert.Equal(
            ["a uint8 [?, 7]", "b type 99 []", "c no tensor of any shape", "d int64 of any shape", "e no tensor of any shape"],
            OnnxFile.Read(model, "x").Inputs.Select(Describe));
    }

    [Fact]
    public void Inputs_that_only_type_an_initializer_are_left_out()
    {
        byte[] model = OnnxParts.Bytes(new GraphProto
        {
            Input = { OnnxParts.Value("x", "N"), OnnxParts.Value("w", "1"), OnnxParts.Value("s", "9") },
            Initializer = { new TensorProto { Name = "w" } },
            SparseInitializer = { new SparseTensorProto { Values = new TensorProto { Name = "s" } } },
        });

        Assert.Equal(["x float32 [N]"], OnnxFile.Read(model, "x").Inputs.Select(Describe));
    }

    [Fact]
    public void AppendMetadata_adds_the_entries_in_order_and_keeps_the_rest()
    {
        byte[] model = OnnxParts.Decoder(("there", "1")).ToByteArray();
        byte[] before = [.. model];

        byte[] after = OnnxFile.AppendMetadata(model, [new("k", "v"), new("a", new string('x', 200))]);

        Assert.Equal(OnnxParts.Decoder(("there", "1"), ("k", "v"), ("a", new string('x', 200))), ModelProto.Parser.ParseFrom(after));
        Assert.Equal(before, model);
    }

    [Fact]
    public void AppendMetadata_keeps_fields_of_newer_versions_of_the_format()
    {
        // A tag of two bytes and a number: a field that no version has yet.
        byte[] newer = [0xF8, 0x3F, 5];

        byte[] after = OnnxFile.AppendMetadata([.. newer, .. OnnxParts.Decoder().ToByteArray()], [new("k", "v")]);

        Assert.Equal([.. OnnxParts.Decoder(("k", "v")).ToByteArray(), .. newer], after);
    }

    [Theory]
    [InlineData("")]
    [InlineData("there")]
    public void AppendMetadata_refuses_a_key_that_is_empty_or_there(string key)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => OnnxFile.AppendMetadata(OnnxParts.Decoder(("there", "1")).ToByteArray(), [new(key, "v")]));

        Assert.StartsWith($"metadata entry \"{key}\" is empty or there already; expected a new key.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFacts_reads_decoder_and_encoder()
    {
        Assert.Equal(Facts, OnnxFile.ReadFacts(_folder.Put("d.onnx", OnnxFile.AppendMetadata(OnnxParts.Decoder().ToByteArray(), Facts.ToMetadata()))));
        Assert.Equal(Facts, OnnxFile.ReadFacts(_folder.Put("e.onnx", OnnxFile.AppendMetadata(OnnxParts.Encoder().ToByteArray(), Facts.ToMetadata()))));
    }

    [Fact]
    public void ReadFacts_refuses_a_model_without_facts()
    {
        Assert.Equal(
            "d.onnx: metadata entry \"latentSize\" is missing; expected a model exported by VaePipeline. Export the model again.",
            Damage.MessageOf(() => OnnxFile.ReadFacts(OnnxParts.Decoder().ToByteArray(), "d.onnx")));
    }

    public static TheoryData<byte[], string> OtherGraphs => new()
    {
        { OnnxParts.Bytes(new GraphProto { Input = { OnnxParts.Value("latent", "N", "16") }, Output = { OnnxParts.Value("image", "N", "1", "28", "28") } }), "input \"latent\" is float32 [N, 16]; expected float32 [N, 2]. Export the model again." },
        { OnnxParts.Bytes(new GraphProto { Input = { OnnxParts.Value("latent", "1", "2") }, Output = { OnnxParts.Value("image", "N", "1", "28", "28") } }), "input \"latent\" is float32 [1, 2]; expected float32 [N, 2]. Export the model again." },
        { OnnxParts.Bytes(new GraphProto { Input = { OnnxParts.Value("latent", (int)DataType.Double, "N", "2") }, Output = { OnnxParts.Value("image", "N", "1", "28", "28") } }), "input \"latent\" is float64 [N, 2]; expected float32 [N, 2]. Export the model again." },
        { OnnxParts.Bytes(new GraphProto { Input = { OnnxParts.Value("latent", "N", "2") }, Output = { OnnxParts.Value("image", (int)DataType.Uint8, "N", "1", "28", "28") } }), "output \"image\" is uint8 [N, 1, 28, 28]; expected float32 [N, 1, 28, 28]. Export the model again." },
        { OnnxParts.Bytes(new GraphProto { Input = { OnnxParts.Value("latent", "N", "2") }, Output = { OnnxParts.Value("image", "N", "784") } }), "output \"image\" is float32 [N, 784]; expected float32 [N, 1, 28, 28]. Export the model again." },
        { OnnxParts.Bytes(new GraphProto { Input = { OnnxParts.Value("latent", "N", "2") }, Output = { OnnxParts.Value("y", "N") } }), "has no output \"image\", only \"y\"; expected output \"image\", float32 [N, 1, 28, 28]. Pass an encoder or a decoder exported by VaePipeline." },
        { OnnxParts.Bytes(new GraphProto { Input = { OnnxParts.Value("x", "N") } }), "has no input \"image\", only \"x\"; expected input \"image\", float32 [N, 1, 28, 28]. Pass an encoder or a decoder exported by VaePipeline." },
        { OnnxParts.Bytes(new GraphProto { Input = { OnnxParts.Value("image", "N", "1", "28", "28") }, Output = { OnnxParts.Value("mean", "N", "2") } }), "has no output \"log_variance\", only \"mean\"; expected output \"log_variance\", float32 [N, 2]. Pass an encoder or a decoder exported by VaePipeline." },
        { OnnxParts.Bytes(new GraphProto()), "has no input \"image\", only none; expected input \"image\", float32 [N, 1, 28, 28]. Pass an encoder or a decoder exported by VaePipeline." },
    };

    [Theory]
    [MemberData(nameof(OtherGraphs))]
    public void ReadFacts_refuses_a_graph_that_is_not_as_its_facts_say(byte[] graph, string message)
    {
        byte[] model = OnnxFile.AppendMetadata(graph, Facts.ToMetadata());

        Assert.Equal("d.onnx: " + message, Damage.MessageOf(() => OnnxFile.ReadFacts(model, "d.onnx")));
    }

    public static TheoryData<byte[]> ExternalTensors
    {
        get
        {
            TensorProto tensor = new() { Name = "w", DataLocation = TensorProto.Types.DataLocation.External };
            StringStringEntryProto location = new() { Key = "location", Value = "d.bin" };
            SparseTensorProto sparse = new() { Values = new TensorProto(), Indices = tensor };
            GraphProto graph = new() { Initializer = { tensor } };
            ModelProto withFunctions = OnnxParts.Decoder();
            withFunctions.Functions.Add([new FunctionProto(), new FunctionProto { Node = { With(new AttributeProto { T = tensor }) } }]);
            ModelProto withDefaults = OnnxParts.Decoder();
            withDefaults.Functions.Add(new FunctionProto { AttributeProto = { new AttributeProto { T = tensor } } });
            ModelProto withTraining = OnnxParts.Decoder();
            withTraining.TrainingInfo.Add(new TrainingInfoProto { Algorithm = graph });
            return new()
            {
                { OnnxParts.Bytes(graph) },
                { OnnxParts.Bytes(new GraphProto { Initializer = { new TensorProto { Name = "w", ExternalData = { location } } } }) },
                { OnnxParts.Bytes(new GraphProto { SparseInitializer = { new SparseTensorProto { Values = tensor } } }) },
                { OnnxParts.Bytes(new GraphProto { SparseInitializer = { sparse } }) },
                { Attribute(new AttributeProto { T = tensor }) },
                { Attribute(new AttributeProto { Tensors = { tensor } }) },
                { Attribute(new AttributeProto { SparseTensor = sparse }) },
                { Attribute(new AttributeProto { SparseTensors = { sparse } }) },
                { Attribute(new AttributeProto { G = graph }) },
                { Attribute(new AttributeProto { Graphs = { graph } }) },
                { withFunctions.ToByteArray() },
                { withDefaults.ToByteArray() },
                { withTraining.ToByteArray() },
            };

            byte[] Attribute(AttributeProto attribute) => OnnxParts.Bytes(new GraphProto { Node = { With(attribute) } });

            NodeProto With(AttributeProto attribute) => OnnxParts.Node("Any", [], [], attribute);
        }
    }

    [Theory]
    [MemberData(nameof(ExternalTensors))]
    public void External_data_are_refused_everywhere(byte[] model)
    {
        Assert.Equal(
            "d.onnx: tensor \"w\" has its data in another file; expected a model in one file. Save the model without external data.",
            Damage.MessageOf(() => OnnxFile.Read(model, "d.onnx")));
    }

    [Fact]
    public void Graphs_within_graphs_do_not_end_the_stack()
    {
        GraphProto graph = new();
        for (int i = 0; i < 1000; i++)
        {
            graph = new GraphProto { Node = { OnnxParts.Node("If", [], [], new AttributeProto { G = graph }) } };
        }

        byte[] model = OnnxParts.Bytes(graph);

        Assert.Matches(
            "^d.onnx @ byte [0-9]+: Protocol message had too many levels of nesting; expected an ONNX model. The file is damaged",
            Damage.MessageOf(() => OnnxFile.Read(model, "d.onnx")));
    }

    [Fact]
    public void Doc_strings_may_have_any_encoding()
    {
        ModelProto model = OnnxParts.Decoder();
        model.DocString = ByteString.CopyFrom(0xFF);

        Assert.Single(OnnxFile.Read(model.ToByteArray(), "d.onnx").Inputs);
    }

    public static TheoryData<byte[], string> OtherFiles => new()
    {
        { [], "0: the file is empty; expected an ONNX model. Take the file as it was exported." },
        { "PK\x3\x4 and more"u8.ToArray(), "3: Protocol message contained an invalid tag (zero); " + TakeAgain },
        { "<html>"u8.ToArray(), "1: the end of a group that did not begin; " + TakeAgain },
        { "hello world"u8.ToArray(), "3: the end of a group that did not begin; " + TakeAgain },
        { [0x89, .. "PNG\r\n\u001A\n\0\0\0\rIHDR"u8], "11: Protocol message contained an invalid tag (zero); " + TakeAgain },
        { [0, 1], "1: Protocol message contained an invalid tag (zero); " + TakeAgain },
        { [8, 8, 0x80], "3: a field is cut off; " + TakeAgain },
        { [8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1], "11: CodedInputStream encountered a malformed varint; " + TakeAgain },
        { [8, 8, 0x3A, 9, 0x12, 7, 65], "7: a field is cut off; " + TakeAgain },
        { [8, 8, 0x3A, 2, 0x0A, 9], "6: a field is cut off; " + TakeAgain },
        { [8, 8, 0x38, 0], "4: the file ends without a graph; " + TakeAgain },
        { [8, 8, 0x3A, 0, 0x72, 3, 0x0A, 1, 0xFF], "8: String is invalid UTF-8; " + TakeAgain },
        { [8, 8], "2: the file ends without a graph; " + TakeAgain },
        { [0x3A, 0], "2: the file ends without an IR version; " + TakeAgain },
    };

    [Theory]
    [MemberData(nameof(OtherFiles))]
    public void Damaged_and_foreign_files_are_refused_with_the_byte(byte[] file, string message)
    {
        Assert.Equal("d.onnx @ byte " + message, Damage.MessageOf(() => OnnxFile.Read(file, "d.onnx")));
    }

    [Fact]
    public void Every_truncation_is_refused_and_flipped_bits_give_facts_or_an_error()
    {
        byte[] model = OnnxFile.AppendMetadata(OnnxParts.Decoder().ToByteArray(), Facts.ToMetadata());

        Damage.RefusesEveryTruncation(model, bytes => OnnxFile.ReadFacts(bytes, "d.onnx"));
        int refused = Damage.SurvivesFlippedBits(model, bytes => OnnxFile.ReadFacts(bytes, "d.onnx"), step: 3);

        Assert.InRange(refused, 4 * model.Length / 3, 8 * model.Length / 3);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => OnnxFile.ReadFacts(_folder["none.onnx"]));

        Assert.Equal($"{_folder["none.onnx"]}: the file does not exist; expected an ONNX model. Check the path.", error.Message);
    }

    [SkippableFact]
    public void The_onnx_package_reads_appended_metadata()
    {
        Python.SkipWithout("onnx");
        string path = _folder.Put("d.onnx", OnnxFile.AppendMetadata(OnnxParts.Decoder().ToByteArray(), Facts.ToMetadata()));

        string printed = Python.Print("import sys, onnx; m = onnx.load(sys.argv[1]); print(m.ir_version, m.graph.input[0].name, [(p.key, p.value) for p in m.metadata_props])", path);

        Assert.Equal(
            "8 latent [('modelName', 'mnist-2d'), ('latentSize', '2'), ('imageShape', '1x28x28'), ('valueRange', '0..1'), ('elementType', 'float32')]",
            printed);
    }

    [SkippableFact]
    public void The_onnx_package_finds_nothing_else_changed()
    {
        Python.SkipWithout("onnx");
        string before = _folder["before.onnx"];
        Python.Print(
            """
            import sys, onnx
            from onnx import helper as h, TensorProto as T

            value = lambda name, shape: h.make_tensor_value_info(name, T.FLOAT, shape, doc_string="doc of " + name)
            weight = h.make_tensor("w", T.FLOAT, [2], [1, 2])
            half = h.make_tensor("half", T.FLOAT16, [2], b"\0\x3c\0\x40", raw=True)
            typed = [
                h.make_tensor("i", T.INT8, [2], [-1, 2]), h.make_tensor("l", T.INT64, [1], [-5]), h.make_tensor("d", T.DOUBLE, [1], [0.5]),
                h.make_tensor("u", T.UINT64, [1], [7]), h.make_tensor("c", T.COMPLEX64, [1], [1j]), h.make_tensor("s", T.STRING, [1], [b"\xff"])]
            sparse = h.make_sparse_tensor(h.make_tensor("sparse", T.FLOAT, [1], [3]), h.make_tensor("at", T.INT64, [1], [1]), [9])
            body = h.make_graph([h.make_node("Add", ["x", "w"], ["b"])], "body", [], [value("b", ["N", 2])])
            nodes = [
                h.make_node("If", ["flag"], ["y"], name="if", doc_string="doc", then_branch=body, else_branch=body),
                h.make_node("Twice", ["y"], ["z"], domain="own", f=0.0, i=0, s="", floats=[1.0, -1.0], ints=[0, -1], strings=["a", ""],
                    tensor=weight, sparse=sparse, graphs=[body], type=h.make_tensor_type_proto(T.INT64, [None, "M", 3]))]
            graph = h.make_graph(nodes, "g", [value("x", ["N", 2]), h.make_tensor_sequence_value_info("q", T.FLOAT, None)], [value("z", ["N", 2])],
                [weight, half, *typed], "graph's doc", [value("y", ["N", 2])], [sparse])
            graph.quantization_annotation.add(tensor_name="x").quant_parameter_tensor_names.add(key="SCALE_TENSOR", value="w")
            twice = h.make_function("own", "Twice", ["a"], ["b"], [h.make_node("Add", ["a", "a"], ["b"])], [h.make_opsetid("", 15)], ["f"])
            model = h.make_model(graph, functions=[twice], opset_imports=[h.make_opsetid("", 15), h.make_opsetid("own", 1)], producer_name="p", doc_string="d", model_version=0)
            model.training_info.add().initialization.CopyFrom(body)
            onnx.save(model, sys.argv[1])
            """,
            before);

        string after = _folder.Put("after.onnx", OnnxFile.AppendMetadata(File.ReadAllBytes(before), [new("k", "v")]));

        Assert.Equal(
            "k\nTrue",
            Python.Print("import sys, onnx; a, b = [onnx.load(p) for p in sys.argv[1:]]; print(b.metadata_props.pop().key); print(a == b)", before, after).ReplaceLineEndings("\n"));
    }

    private static string Describe(OnnxValue value) => $"{value.Name} {value.ElementType} {value.Shape}";
}
