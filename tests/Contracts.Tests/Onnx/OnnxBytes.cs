using System.Text;

namespace VaePipeline.Contracts.Tests.Onnx;

/// <summary>Makes ONNX files byte by byte; field numbers are those of onnx.proto.</summary>
internal static class OnnxBytes
{
    public const int Float32 = 1;
    public const int UInt8 = 2;

    /// <summary>A decoder: latent [N, 2] -> image [N, 1, 28, 28], with one initializer and one node.</summary>
    public static byte[] Decoder(params byte[][] more) => Model(
        [
            Message(1, [Text(1, "latent"), Text(2, "image"), Text(4, "Identity")]),
            Message(5, [Integer(1, 1), Integer(2, Float32), Text(8, "w"), Message(9, [[0, 0, 128, 63]])]),
            Value(11, "latent", Float32, "N", "2"),
            Value(12, "image", Float32, "N", "1", "28", "28"),
        ],
        more);

    /// <summary>An encoder: image [N, 1, 28, 28] -> mean and log_variance [N, 2].</summary>
    public static byte[] Encoder(params byte[][] more) => Model(
        [
            Value(11, "image", Float32, "N", "1", "28", "28"),
            Value(12, "mean", Float32, "N", "2"),
            Value(12, "log_variance", Float32, "N", "2"),
        ],
        more);

    public static byte[] Model(byte[][] graph, params byte[][] more) =>
        [.. Integer(1, 8), .. Text(2, "tests"), .. Message(8, [Integer(2, 17)]), .. Message(7, graph), .. more.SelectMany(bytes => bytes)];

    public static byte[] Entry(string key, string value) => Message(14, [Text(1, key), Text(2, value)]);

    /// <summary>A ValueInfoProto of a tensor type; digits are sizes, other texts symbols, an empty text nothing at all.</summary>
    public static byte[] Value(int field, string name, int elementType, params string[] dimensions) => Message(
        field,
        [
            Text(1, name),
            Message(2, [Message(1, [
                Integer(1, elementType),
                Message(2, [.. dimensions.Select(size => Message(1, [
                    size.Length == 0 ? [] : char.IsAsciiDigit(size[0]) ? Integer(1, ulong.Parse(size, System.Globalization.CultureInfo.InvariantCulture)) : Text(2, size)]))]),
            ])]),
        ]);

    public static byte[] Integer(int field, ulong value) => [.. Varint((ulong)field << 3), .. Varint(value)];

    public static byte[] Integer(int field, int value) => Integer(field, (ulong)value);

    public static byte[] Text(int field, string text) => Message(field, [Encoding.UTF8.GetBytes(text)]);

    public static byte[] Message(int field, byte[][] parts)
    {
        byte[] bytes = [.. parts.SelectMany(part => part)];
        return [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)bytes.Length), .. bytes];
    }

    private static IEnumerable<byte> Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            yield return (byte)(value | 0x80);
        }

        yield return (byte)value;
    }
}
