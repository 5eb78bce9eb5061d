namespace VaePipeline.Inference.Transforms.Saving;

/// <summary>
/// One field of a protobuf message, in the wire format of https://protobuf.dev/programming-guides/encoding/.
/// For messages that were read before: their fields end where they should.
/// </summary>
/// <param name="Number">The field's number.</param>
/// <param name="Encoded">The field as it stands in the message, tag included.</param>
/// <param name="Payload">The bytes of a text, of bytes or of a message; empty for numbers.</param>
internal readonly record struct ProtobufField(int Number, ReadOnlyMemory<byte> Encoded, ReadOnlyMemory<byte> Payload)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;

    /// <summary>The fields of a message, in order.</summary>
    public static IEnumerable<ProtobufField> In(ReadOnlyMemory<byte> message)
    {
        int position = 0;
        while (position < message.Length)
        {
            int start = position;
            ulong tag = ReadVarint(message.Span, ref position);
            int length = 0;
            switch ((int)(tag & 7))
            {
                case Varint:
                    ReadVarint(message.Span, ref position);
                    break;
                case Delimited:
                    length = checked((int)ReadVarint(message.Span, ref position));
                    position += length;
                    break;
                case Fixed64:
                    position += sizeof(ulong);
                    break;
                default:
                    position += sizeof(uint);
                    break;
            }

            yield return new ProtobufField((int)(tag >> 3), message[start..position], message.Slice(position - length, length));
        }
    }

    /// <summary>Appends a field that holds a text, bytes or a message.</summary>
    public static void Write(Stream stream, int number, ReadOnlySpan<byte> payload)
    {
        WriteVarint(stream, ((ulong)number << 3) | Delimited);
        WriteVarint(stream, (ulong)payload.Length);
        stream.Write(payload);
    }

    private static ulong ReadVarint(ReadOnlySpan<byte> bytes, ref int position)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = bytes[position++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }

    private static void WriteVarint(Stream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            stream.WriteByte((byte)(value | 0x80));
        }

        stream.WriteByte((byte)value);
    }
}
