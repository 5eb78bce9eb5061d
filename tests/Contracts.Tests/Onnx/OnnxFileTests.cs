using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Onnx;

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
        OnnxSummary summary = OnnxFile.Read(_folder.Put("d.onnx", OnnxBytes.Decoder(OnnxBytes.Entry("a", "1"), OnnxBytes.Entry("ä", "ö"), OnnxBytes.Entry("a", "2"))));

        Assert.Equal([new("a", "2"), new("ä", "ö")], summary.Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal));
        Assert.Equal(["latent float32 [N, 2]"], summary.Inputs.Select(Describe));
        Assert.Equal(["image float32 [N, 1, 28, 28]"], summary.Outputs.Select(Describe));
    }

    [Fact]
    public void Read_describes_other_types_and_shapes()
    {
        byte[] model = OnnxBytes.Model(
        [
            OnnxBytes.Value(11, "a", OnnxBytes.UInt8, "", "7"),
            OnnxBytes.Value(11, "b", 99),
            OnnxBytes.Message(11, [OnnxBytes.Text(1, "c"), OnnxBytes.Message(2, [OnnxBytes.Message(4, [])])]),
            OnnxBytes.Message(11, [OnnxBytes.Text(1, "d"), OnnxBytes.Message(2, [OnnxBytes.Message(1, [OnnxBytes.Integer(1, 7)])])]),
        ]);

        Assert.Equal(
            ["a uint8 [?, 7]", "b type 99 []", "c no tensor of any shape", "d int64 of any shape"],
            OnnxFile.Read(model, "x").Inputs.Select(Describe));
    }

    [Fact]
    public void Inputs_that_only_type_an_initializer_are_left_out()
    {
        byte[] model = OnnxBytes.Model(
        [
            OnnxBytes.Value(11, "x", OnnxBytes.Float32, "N"),
            OnnxBytes.Value(11, "w", OnnxBytes.Float32, "1"),
            OnnxBytes.Message(5, [OnnxBytes.Text(8, "w")]),
        ]);

        Assert.Equal(["x float32 [N]"], OnnxFile.Read(model, "x").Inputs.Select(Describe));
    }

    [Fact]
    public void AppendMetadata_keeps_every_byte_and_adds_the_entries_by_hand()
    {
        byte[] model = OnnxBytes.Decoder();
        byte[] before = [.. model];

        byte[] after = OnnxFile.AppendMetadata(model, [new("k", "v"), new("long", new string('x', 200))]);

        // 0x72 is field 14 with a length; 210 and 200 take two bytes each.
        byte[] entries = [0x72, 6, 0x0A, 1, (byte)'k', 0x12, 1, (byte)'v', 0x72, 0xD1, 0x01, 0x0A, 4, .. "long"u8, 0x12, 0xC8, 0x01, .. Enumerable.Repeat((byte)'x', 200)];
        Assert.Equal([.. before, .. entries], after);
        Assert.Equal(before, model);
        Assert.Equal("v", OnnxFile.ReadMetadata(after, "x")["k"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("there")]
    public void AppendMetadata_refuses_a_key_that_is_empty_or_there(string key)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => OnnxFile.AppendMetadata(OnnxBytes.Decoder(OnnxBytes.Entry("there", "1")), [new(key, "v")]));

        Assert.StartsWith($"metadata entry \"{key}\" is empty or there already; expected a new key.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFacts_reads_decoder_and_encoder()
    {
        Assert.Equal(Facts, OnnxFile.ReadFacts(_folder.Put("d.onnx", OnnxFile.AppendMetadata(OnnxBytes.Decoder(), Facts.ToMetadata()))));
        Assert.Equal(Facts, OnnxFile.ReadFacts(_folder.Put("e.onnx", OnnxFile.AppendMetadata(OnnxBytes.Encoder(), Facts.ToMetadata()))));
    }

    [Fact]
    public void ReadFacts_refuses_a_model_without_facts()
    {
        Assert.Equal(
            "d.onnx: metadata entry \"latentSize\" is missing; expected a model exported by VaePipeline. Export the model again.",
            Damage.MessageOf(() => OnnxFile.ReadFacts(OnnxBytes.Decoder(), "d.onnx")));
    }

    public static TheoryData<byte[][], string> OtherGraphs => new()
    {
        { [OnnxBytes.Value(11, "latent", 1, "N", "16"), OnnxBytes.Value(12, "image", 1, "N", "1", "28", "28")], "input \"latent\" is float32 [N, 16]; expected float32 [N, 2]. Export the model again." },
        { [OnnxBytes.Value(11, "latent", 1, "1", "2"), OnnxBytes.Value(12, "image", 1, "N", "1", "28", "28")], "input \"latent\" is float32 [1, 2]; expected float32 [N, 2]. Export the model again." },
        { [OnnxBytes.Value(11, "latent", 11, "N", "2"), OnnxBytes.Value(12, "image", 1, "N", "1", "28", "28")], "input \"latent\" is float64 [N, 2]; expected float32 [N, 2]. Export the model again." },
        { [OnnxBytes.Value(11, "latent", 1, "N", "2"), OnnxBytes.Value(12, "image", 2, "N", "1", "28", "28")], "output \"image\" is uint8 [N, 1, 28, 28]; expected float32 [N, 1, 28, 28]. Export the model again." },
        { [OnnxBytes.Value(11, "latent", 1, "N", "2"), OnnxBytes.Value(12, "image", 1, "N", "784")], "output \"image\" is float32 [N, 784]; expected float32 [N, 1, 28, 28]. Export the model again." },
        { [OnnxBytes.Value(11, "latent", 1, "N", "2"), OnnxBytes.Value(12, "y", 1, "N")], "has no output \"image\", only \"y\"; expected output \"image\", float32 [N, 1, 28, 28]. Pass an encoder or a decoder exported by VaePipeline." },
        { [OnnxBytes.Value(11, "x", 1, "N")], "has no input \"image\", only \"x\"; expected input \"image\", float32 [N, 1, 28, 28]. Pass an encoder or a decoder exported by VaePipeline." },
        { [OnnxBytes.Value(11, "image", 1, "N", "1", "28", "28"), OnnxBytes.Value(12, "mean", 1, "N", "2")], "has no output \"log_variance\", only \"mean\"; expected output \"log_variance\", float32 [N, 2]. Pass an encoder or a decoder exported by VaePipeline." },
        { [], "has no input \"image\", only none; expected input \"image\", float32 [N, 1, 28, 28]. Pass an encoder or a decoder exported by VaePipeline." },
    };

    [Theory]
    [MemberData(nameof(OtherGraphs))]
    public void ReadFacts_refuses_a_graph_that_is_not_as_its_facts_say(byte[][] graph, string message)
    {
        byte[] model = OnnxFile.AppendMetadata(OnnxBytes.Model(graph), Facts.ToMetadata());

        Assert.Equal("d.onnx: " + message, Damage.MessageOf(() => OnnxFile.ReadFacts(model, "d.onnx")));
    }

    public static TheoryData<byte[][]> ExternalTensors
    {
        get
        {
            byte[] external = OnnxBytes.Integer(14, 1);
            byte[] location = OnnxBytes.Message(13, [OnnxBytes.Text(1, "location"), OnnxBytes.Text(2, "d.bin")]);
            byte[][] tensor = [OnnxBytes.Text(8, "w"), external];
            byte[] attribute = OnnxBytes.Message(5, [OnnxBytes.Text(1, "value"), OnnxBytes.Message(5, tensor)]);
            byte[] subgraph = OnnxBytes.Message(5, [OnnxBytes.Message(6, [OnnxBytes.Message(5, tensor)])]);
            return new()
            {
                { [OnnxBytes.Message(5, tensor)] }, // an initializer
                { [OnnxBytes.Message(5, [OnnxBytes.Text(8, "w"), location])] }, // told by its location alone
                { [OnnxBytes.Message(15, [OnnxBytes.Message(1, tensor)])] }, // a sparse initializer
                { [OnnxBytes.Message(1, [OnnxBytes.Text(4, "Constant"), attribute])] }, // a node's attribute
                { [OnnxBytes.Message(1, [OnnxBytes.Text(4, "If"), subgraph])] }, // a graph within the graph
            };
        }
    }

    [Theory]
    [MemberData(nameof(ExternalTensors))]
    public void External_data_are_refused_everywhere(byte[][] graph)
    {
        Assert.Equal(
            "d.onnx: tensor \"w\" has its data in another file; expected a model in one file. Save the model without external data.",
            Damage.MessageOf(() => OnnxFile.Read(OnnxBytes.Model(graph), "d.onnx")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void External_data_are_refused_in_functions_and_their_default_attributes(bool inNode)
    {
        byte[][] attribute = [OnnxBytes.Message(5, [OnnxBytes.Text(8, "w"), OnnxBytes.Integer(14, 1)])];
        byte[] part = inNode ? OnnxBytes.Message(7, [OnnxBytes.Message(5, attribute)]) : OnnxBytes.Message(11, attribute);
        byte[] model = OnnxBytes.Decoder(OnnxBytes.Message(25, [part]));

        Assert.Contains("tensor \"w\" has its data in another file", Damage.MessageOf(() => OnnxFile.Read(model, "d.onnx")), StringComparison.Ordinal);
    }

    [Fact]
    public void Graphs_within_graphs_do_not_end_the_stack()
    {
        byte[] graph = [];
        for (int i = 0; i < 1000; i++)
        {
            graph = OnnxBytes.Message(1, [OnnxBytes.Message(5, [OnnxBytes.Message(6, [graph])])]);
        }

        Assert.Equal(
            "d.onnx: graphs within graphs, more than 64 deep; expected an ONNX model. Take the file as it was exported.",
            Damage.MessageOf(() => OnnxFile.Read(OnnxBytes.Model([graph]), "d.onnx")));
    }

    public static TheoryData<byte[], string> OtherFiles => new()
    {
        { [], "0: the file is empty; expected an ONNX model. Take the file as it was exported." },
        { "PK\x3\x4 and more"u8.ToArray(), "2: field 0 with wire type 3; " + TakeAgain },
        { "<html>"u8.ToArray(), "0: field 7 with wire type 4; " + TakeAgain },
        { [0, 1], "0: field 0 with wire type 0; " + TakeAgain },
        { [8, 8, 0x80], "2: a number that does not end; " + TakeAgain },
        { [8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1], "0: a number of more than 64 bits; " + TakeAgain },
        { [8, 8, 0x3A, 5, 1, 2], "2: field 7 of 5 bytes where 2 are left; " + TakeAgain },
        { [8, 8, 0x3A, 2, 0x0A, 9], "4: field 1 of 9 bytes where 0 are left; " + TakeAgain },
        { [8, 8, 0x38, 0], "2: field 7 with wire type 0 in place of a message; " + TakeAgain },
        { [8, 8, 0x3A, 0, 0x72, 3, 0x0A, 1, 0xFF], "6: a text that is not UTF-8; " + TakeAgain },
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
        byte[] model = OnnxFile.AppendMetadata(OnnxBytes.Decoder(), Facts.ToMetadata());

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
        string path = _folder.Put("d.onnx", OnnxFile.AppendMetadata(OnnxBytes.Decoder(), Facts.ToMetadata()));

        string printed = Python.Print("import sys, onnx; m = onnx.load(sys.argv[1]); print(m.ir_version, m.graph.input[0].name, [(p.key, p.value) for p in m.metadata_props])", path);

        Assert.Equal(
            "8 latent [('modelName', 'mnist-2d'), ('latentSize', '2'), ('imageShape', '1x28x28'), ('valueRange', '0..1'), ('elementType', 'float32')]",
            printed);
    }

    private static string Describe(OnnxValue value) => $"{value.Name} {value.ElementType} {value.Shape}";
}
