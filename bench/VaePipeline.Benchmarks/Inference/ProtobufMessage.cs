using System.Buffers;
using System.Text;

namespace VaePipeline.Benchmarks.Inference;

/// <summary>A protobuf message, written field by field (https://protobuf.dev/programming-guides/encoding/).</summary>
internal sealed class ProtobufMessage
{
    private const int Varint = 0;
    private const int Delimited = 2;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Adds a number.</summary>
    public ProtobufMessage Add(int field, int number)
    {
        WriteVarint((uint)(field << 3 | Varint));
        WriteVarint((uint)number);
        return this;
    }

    /// <summary>Adds bytes.</summary>
    public ProtobufMessage Add(int field, ReadOnlySpan<byte> bytes)
    {
        WriteVarint((uint)(field << 3 | Delimited));
        WriteVarint((uint)bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>Adds a text.</summary>
    public ProtobufMessage Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

    /// <summary>Adds a message.</summary>
    public ProtobufMessage Add(int field, ProtobufMessage message) => Add(field, message.ToArray());

    /// <summary>The message's bytes.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private void WriteVarint(uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Write([(byte)(value | 0x80)]);
        }

        _bytes.Write([(byte)value]);
    }
}
