namespace VaePipeline.Inference.Graphs;

/// <summary>One field of a protobuf message, in the wire format of https://protobuf.dev/programming-guides/encoding/.</summary>
/// <param name="Number">The field's number.</param>
/// <param name="Value">The value of a whole number; 0 for all else.</param>
/// <param name="Payload">The bytes of a text, of bytes or of a message; empty for numbers.</param>
/// <param name="Encoded">The field as it stands in the message, tag included.</param>
internal readonly record struct ProtobufField(int Number, ulong Value, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Encoded)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;

    /// <summary>A field that holds a text, bytes or a message.</summary>
    public static ProtobufField Of(int number, ReadOnlyMemory<byte> payload)
    {
        using var stream = new MemoryStream();
        WriteVarint(stream, ((ulong)number << 3) | Delimited);
        WriteVarint(stream, (ulong)payload.Length);
        stream.Write(payload.Span);
        return new ProtobufField(number, 0, payload, stream.ToArray());
    }

    /// <summary>A field that holds a whole number.</summary>
    public static ProtobufField Of(int number, ulong value)
    {
        using var stream = new MemoryStream();
        WriteVarint(stream, ((ulong)number << 3) | Varint);
        WriteVarint(stream, value);
        return new ProtobufField(number, value, default, stream.ToArray());
    }

    /// <summary>The fields of a message, in order.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such message.</exception>
    public static List<ProtobufField> In(ReadOnlyMemory<byte> message)
    {
        var fields = new List<ProtobufField>();
        for (int position = 0; position < message.Length;)
        {
            int start = position;
            ulong tag = ReadVarint(message.Span, ref position);
            ulong value = 0;
            ulong length = 0;
            switch ((int)(tag & 7))
            {
                case Varint:
                    value = ReadVarint(message.Span, ref position);
                    break;
                case Delimited:
                    length = ReadVarint(message.Span, ref position);
                    break;
                case Fixed64:
                    position += sizeof(ulong);
                    break;
                default:
                    position += sizeof(uint);
                    break;
            }

            if (position > message.Length || length > (ulong)(message.Length - position))
            {
                throw Damaged();
            }

            ReadOnlyMemory<byte> payload = message.Slice(position, (int)length);
            position += payload.Length;
            fields.Add(new ProtobufField((int)(tag >> 3), value, payload, message[start..position]));
        }

        return fields;
    }

    /// <summary>The message that these fields make.</summary>
    public static byte[] Join(IReadOnlyCollection<ProtobufField> fields)
    {
        byte[] message = new byte[fields.Sum(field => field.Encoded.Length)];
        int position = 0;
        foreach (ProtobufField field in fields)
        {
            field.Encoded.CopyTo(message.AsMemory(position));
            position += field.Encoded.Length;
        }

        return message;
    }

    /// <summary>This field with another payload; the very same where the payload is the very same.</summary>
    public ProtobufField With(ReadOnlyMemory<byte> payload) => payload.Equals(Payload) ? this : Of(Number, payload);

    private static ulong ReadVarint(ReadOnlySpan<byte> bytes, ref int position)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64 && position < bytes.Length; shift += 7)
        {
            byte part = bytes[position++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    private static void WriteVarint(Stream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            stream.WriteByte((byte)(value | 0x80));
        }

        stream.WriteByte((byte)value);
    }

    private static InvalidDataException Damaged() => new("a part of the model does not end where it should");
}
