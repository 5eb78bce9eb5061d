using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Safetensors;

namespace VaePipeline.Contracts.Tests.Safetensors;

public sealed class SafetensorsFileTests : IDisposable
{
    private const string TakeAgain = "The file is damaged or cut short: take it whole.";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_gives_the_bytes_by_hand_sorted_by_name()
    {
        string path = _folder["w"];

        SafetensorsFile.Write(
            path,
            [new NamedTensor("b", [], [1]), new NamedTensor("a", [1, 2], [-2, 0.5f])],
            new Dictionary<string, string> { ["z"] = "1", ["k"] = "v" });

        string header = "{\"__metadata__\":{\"k\":\"v\",\"z\":\"1\"},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}";
        byte[] values = [0, 0, 0, 0xC0, 0, 0, 0, 0x3F, 0, 0, 0x80, 0x3F];
        int padded = (header.Length + 7) / 8 * 8;
        Assert.Equal([(byte)padded, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(header.PadRight(padded)), .. values], File.ReadAllBytes(path));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        Gen<NamedTensor> tensors =
            from shape in Gen.Choose(0, 3).SelectMany(rank => Gen.ArrayOf(Gen.Choose(0, 4).Select(size => (long)size), rank))
            from data in Gen.ArrayOf(Gen.Choose(-1000, 1000).Select(value => value / 8f), (int)shape.Aggregate(1L, (product, size) => product * size))
            select new NamedTensor("", shape, data);
        Prop.ForAll(Arb.From(Gen.ListOf(tensors)), list =>
        {
            List<NamedTensor> written = [.. list.Select((tensor, i) => tensor with { Name = $"layer.{i}.\"ä\"" })];
            SafetensorsFile.Write(_folder["w"], written);
            IReadOnlyList<NamedTensor> read = SafetensorsFile.Read(_folder["w"]).Tensors;
            Assert.Equal(
                written.OrderBy(tensor => tensor.Name, StringComparer.Ordinal).Select(Describe),
                read.OrderBy(tensor => tensor.Name, StringComparer.Ordinal).Select(Describe));
        }).QuickCheckThrowOnFailure();

        static string Describe(NamedTensor tensor) => $"{tensor.Name} [{string.Join(',', tensor.Shape)}] {string.Join(' ', tensor.Data)}";
    }

    [Fact]
    public void Read_gives_metadata_and_the_order_of_the_data()
    {
        string path = Put("{\"b\":" + Entry("[1]", 0, 4) + ",\"__metadata__\":{\"k\":\"v\"},\"a\":" + Entry("[1]", 4, 8) + "}", 8);

        SafetensorsContent content = SafetensorsFile.Read(path);

        Assert.Equal(["b", "a"], content.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([new("k", "v")], content.Metadata);
    }

    public static TheoryData<string, int, string> BadHeaders => new()
    {
        { "[]", 0, "the header is no JSON object; expected names with types, shapes and offsets." },
        { "{", 0, "the header is not JSON, or names something twice; expected names with types, shapes and offsets." },
        { $"{{\"a\":{Entry("[1]", 0, 4)},\"a\":{Entry("[1]", 0, 4)}}}", 4, "the header is not JSON, or names something twice; expected names with types, shapes and offsets." },
        { "{\"__metadata__\":{\"k\":1}}", 0, "\"__metadata__\" is no object of texts; expected an object of texts." },
        { "{\"__metadata__\":\"k\"}", 0, "\"__metadata__\" is no object of texts; expected an object of texts." },
        { "{\"__metadata__\":{\"k\":\"\\ud800\"}}", 0, "a text in the header is not Unicode; expected UTF-8." },
        { "{\"\\ud800\":1}", 0, "a text in the header is not Unicode; expected UTF-8." },
        { "{\"a\":1}", 0, "tensor \"a\" has no \"dtype\"; expected type, shape and offsets." },
        { "{\"a\":{\"dtype\":\"F32\"}}", 0, "tensor \"a\" has no right \"shape\" and \"data_offsets\"; expected whole numbers from 0 and a begin before its end." },
        { $"{{\"a\":{Entry("[-1]", 0, 4)}}}", 4, "tensor \"a\" has no right \"shape\" and \"data_offsets\"; expected whole numbers from 0 and a begin before its end." },
        { $"{{\"a\":{Entry("[1.5]", 0, 4)}}}", 4, "tensor \"a\" has no right \"shape\" and \"data_offsets\"; expected whole numbers from 0 and a begin before its end." },
        { $"{{\"a\":{Entry("[1]", 4, 0)}}}", 4, "tensor \"a\" has no right \"shape\" and \"data_offsets\"; expected whole numbers from 0 and a begin before its end." },
        { $"{{\"a\":{Entry("[2,3]", 0, 20)}}}", 20, "tensor \"a\" is [2, 3] at bytes 0 to 20; expected 4 bytes a value." },
        { $"{{\"a\":{Entry("[4294967296,4294967296]", 0, 0)}}}", 0, "tensor \"a\" is [4294967296, 4294967296] at bytes 0 to 0; expected 4 bytes a value." },
        { $"{{\"a\":{Entry("[2147483647]", 0, 8589934588)}}}", 4, "tensor \"a\" is [2147483647] at bytes 0 to 8589934588; expected 4 bytes a value." },
        { $"{{\"a\":{Entry("[2000000000]", 0, 8000000000)}}}", 4, "tensor \"a\" lies at bytes 0 to 8000000000 of 4; expected it at byte 0, without a gap or an overlap." },
        { $"{{\"a\":{Entry("[1]", 0, 4)},\"b\":{Entry("[1]", 8, 12)}}}", 12, "tensor \"b\" lies at bytes 8 to 12 of 12; expected it at byte 4, without a gap or an overlap." },
        { $"{{\"a\":{Entry("[2]", 0, 8)},\"b\":{Entry("[1]", 4, 8)}}}", 8, "tensor \"b\" lies at bytes 4 to 8 of 8; expected it at byte 8, without a gap or an overlap." },
        { $"{{\"a\":{Entry("[1]", 0, 4)}}}", 8, "the tensors end at byte 4 of 8; expected no data behind them." },
    };

    [Theory]
    [MemberData(nameof(BadHeaders))]
    public void Read_refuses_a_header_that_does_not_fit(string header, int dataLength, string message)
    {
        string path = Put(header, dataLength);

        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal($"{path} @ byte 8: {message} {TakeAgain}", Damage.MessageOf(() => SafetensorsFile.Read(path)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Read_refuses_other_types_by_name()
    {
        string path = Put("{\"a\":" + Entry("[2]", 0, 4).Replace("F32", "BF16", StringComparison.Ordinal) + "}", 4);

        Assert.Equal(
            $"{path} @ byte 8: tensor \"a\" has type \"BF16\"; expected \"F32\". Save the weights as float32.",
            Damage.MessageOf(() => SafetensorsFile.Read(path)));
    }

    [Theory]
    [InlineData(new byte[] { 1, 2 }, "the file has 2 bytes; expected 8 or more.")]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}' }, "the header claims 3 bytes; expected at most 2, as the file ends there.")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }, "the header claims 18446744073709551615 bytes; expected at most 0, as the file ends there.")]
    public void Read_refuses_a_header_beyond_the_file(byte[] bytes, string message)
    {
        string path = _folder.Put("w", bytes);

        Assert.Equal($"{path} @ byte 0: {message} {TakeAgain}", Damage.MessageOf(() => SafetensorsFile.Read(path)));
    }

    [Fact]
    public void Every_truncation_is_refused_and_flipped_bits_give_tensors_or_an_error()
    {
        SafetensorsFile.Write(_folder["w"], [new NamedTensor("a", [2], [1, 2]), new NamedTensor("b", [1, 1], [3])]);
        byte[] file = File.ReadAllBytes(_folder["w"]);

        Damage.RefusesEveryTruncation(file, Read);
        int refused = Damage.SurvivesFlippedBits(file, Read, step: 7);

        // Of the values any bit may be as it is; of the header most bits count.
        Assert.InRange(refused, 4 * (file.Length - 12) / 7, 8 * (file.Length - 12) / 7);

        static void Read(byte[] bytes) => SafetensorsFile.Read(bytes, "w");
    }

    [Fact]
    public void Write_refuses_names_and_values_that_do_not_fit_and_writes_nothing()
    {
        string path = _folder["w"];

        ArgumentException taken = Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(path, [new("a", [0], []), new("a", [0], [])]));
        ArgumentException reserved = Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(path, [new("__metadata__", [0], [])]));
        ArgumentException values = Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(path, [new("a", [2, 3], [1])]));

        Assert.StartsWith("tensor \"a\": the name is empty, reserved or taken;", taken.Message, StringComparison.Ordinal);
        Assert.StartsWith("tensor \"__metadata__\": the name is empty, reserved or taken;", reserved.Message, StringComparison.Ordinal);
        Assert.StartsWith("tensor \"a\": 1 values; expected [2, 3].", values.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Read(_folder["none"]));

        Assert.Equal($"{_folder["none"]}: the file does not exist; expected a safetensors file. Check the path.", error.Message);
    }

    [Fact]
    public void Write_to_a_missing_folder_is_an_output_error()
    {
        Assert.Throws<UnwritableOutputException>(() => SafetensorsFile.Write(_folder["none/w"], []));
    }

    private static string Entry(string shape, long start, long end)
        => FormattableString.Invariant($"{{\"dtype\":\"F32\",\"shape\":{shape},\"data_offsets\":[{start},{end}]}}");

    private string Put(string header, int dataLength)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return _folder.Put("w", [.. length, .. Encoding.ASCII.GetBytes(header), .. new byte[dataLength]]);
    }
}
