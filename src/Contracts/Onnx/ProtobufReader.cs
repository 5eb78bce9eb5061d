using System.Text;

namespace VaePipeline.Contracts.Onnx;

/// <summary>
/// Walks one message of the protobuf wire format (https://protobuf.dev/programming-guides/encoding/) over a span, and
/// throws <see cref="BadInputException"/> with the byte offset where the bytes are not such a message.
/// </summary>
internal ref struct ProtobufReader
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _path;
    private readonly int _start;
    private readonly string _part;
    private int _position;
    private int _fieldStart;
    private int _wireType;

    /// <param name="bytes">The message.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="start">Offset of the message in the file, for errors.</param>
    /// <param name="part">What the message is, as <c>graph.node[3]</c>, for errors; empty for the file or where it is not told.</param>
    public ProtobufReader(ReadOnlySpan<byte> bytes, string path, int start = 0, string part = "")
    {
        _bytes = bytes;
        _path = path;
        _start = start;
        _part = part;
    }

    /// <summary>Number of the field that <see cref="Next"/> went to.</summary>
    public int Field { get; private set; }

    /// <summary>Offset in the file of the field that <see cref="Next"/> went to.</summary>
    public readonly int Offset => _start + _fieldStart;

    /// <summary>Goes to the next field; false at the end of the message. The field must be read or skipped before the next call.</summary>
    public bool Next()
    {
        if (_position == _bytes.Length)
        {
            return false;
        }

        _fieldStart = _position;
        ulong tag = ReadVarint();
        _wireType = (int)(tag & 7);
        if (tag >> 3 is 0 or > 0x1FFFFFFF || _wireType is not (Varint or Fixed64 or LengthDelimited or Fixed32))
        {
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"field {tag >> 3} with wire type {_wireType}"));
        }

        Field = (int)(tag >> 3);
        return true;
    }

    /// <summary>Steps over the field's value.</summary>
    public void Skip()
    {
        switch (_wireType)
        {
            case Varint:
                ReadVarint();
                break;
            case Fixed64:
                Take(8);
                break;
            case Fixed32:
                Take(4);
                break;
            default:
                TakeDelimited();
                break;
        }
    }

    /// <summary>Reads a whole number.</summary>
    public long Integer()
    {
        Require(Varint, "a whole number");
        return (long)ReadVarint();
    }

    /// <summary>Reads a text.</summary>
    public string Text()
    {
        Require(LengthDelimited, "a text");
        ReadOnlySpan<byte> text = TakeDelimited();
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            throw Damaged("a text that is not UTF-8");
        }
    }

    /// <summary>Reads a message within this one.</summary>
    /// <param name="part">What it is, for errors, see the constructor.</param>
    public ProtobufReader Message(string part = "")
    {
        Require(LengthDelimited, "a message");
        ReadOnlySpan<byte> message = TakeDelimited(part);
        return new ProtobufReader(message, _path, _start + _position - message.Length, part);
    }

    /// <summary>Reads one number of a repeated field, or all of a packed one.</summary>
    /// <param name="numbers">They are added to these.</param>
    public void Integers(List<long> numbers)
    {
        if (_wireType == Varint)
        {
            numbers.Add((long)ReadVarint());
            return;
        }

        ProtobufReader packed = Message(_part);
        while (packed._position < packed._bytes.Length)
        {
            packed._fieldStart = packed._position;
            numbers.Add((long)packed.ReadVarint());
        }
    }

    /// <summary>Steps over a repeated field of numbers, packed or not.</summary>
    /// <param name="width">Bytes of a number; 0 for those of varying length.</param>
    /// <returns>How many numbers it holds.</returns>
    public int SkipNumbers(int width)
    {
        if (_wireType != LengthDelimited)
        {
            Skip();
            return 1;
        }

        ReadOnlySpan<byte> packed = TakeDelimited();
        if (width > 0)
        {
            return packed.Length / width;
        }

        int count = 0;
        foreach (byte part in packed)
        {
            count += part < 0x80 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Reads bytes.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        Require(LengthDelimited, "bytes");
        return TakeDelimited();
    }

    private void Require(int type, string kind)
    {
        if (_wireType != type)
        {
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"field {Field} with wire type {_wireType} in place of {kind}"));
        }
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (_position == _bytes.Length)
            {
                throw Damaged("a number that does not end");
            }

            byte part = _bytes[_position++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Damaged("a number of more than 64 bits");
    }

    private ReadOnlySpan<byte> TakeDelimited(string part = "") => Take(ReadVarint(), part);

    private ReadOnlySpan<byte> Take(ulong length, string part = "")
    {
        int left = _bytes.Length - _position;
        if (length > (ulong)left)
        {
            string what = part.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"field {Field}") : part;
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"{what} of {length} bytes where {left} are left"));
        }

        ReadOnlySpan<byte> taken = _bytes.Slice(_position, (int)length);
        _position += (int)length;
        return taken;
    }

    private readonly BadInputException Damaged(string found)
        => BadInputException.AtByte(_path, Offset, _part.Length == 0 ? found : $"{found}, in {_part}", "an ONNX model", "The file is damaged or of another kind: take it as it was exported.");
}
