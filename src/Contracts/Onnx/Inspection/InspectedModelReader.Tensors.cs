using System.Buffers.Binary;

namespace VaePipeline.Contracts.Onnx.Inspection;

/// <content>Constants: their shapes, and whether they have as many elements as these say.</content>
internal sealed partial class InspectedModelReader
{
    // Bits of one element by ONNX's number of its type; 0 where raw bytes are not allowed or the type is not known.
    private static readonly int[] Bits = [0, 32, 8, 8, 16, 16, 32, 64, 0, 8, 16, 64, 32, 64, 64, 128, 16, 8, 8, 8, 8, 4, 4];

    private const int FirstComplex = 14;
    private const int LastComplex = 15;
    private const int LargestWhole = 16; // Types above share bytes between elements, or may.

    private InspectedConstant ReadTensor(ProtobufReader reader, int offset)
    {
        string name = "";
        long type = 0;
        long? rawBytes = null;
        long values = 0;
        bool isExternal = false;
        List<long> dimensions = [];
        List<long> wholeNumbers = [];
        ReadOnlySpan<byte> raw = [];
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: // dims
                    reader.Integers(dimensions);
                    break;
                case 2: // data_type
                    type = reader.Integer();
                    break;
                case 4: // float_data
                    values += reader.SkipNumbers(width: 4);
                    break;
                case 7: // int64_data
                    reader.Integers(wholeNumbers);
                    break;
                case 5 or 11: // int32_data, uint64_data
                    values += reader.SkipNumbers(width: 0);
                    break;
                case 6: // string_data
                    reader.Skip();
                    values++;
                    break;
                case 8:
                    name = reader.Text();
                    break;
                case 9: // raw_data
                    raw = reader.Bytes();
                    rawBytes = raw.Length;
                    break;
                case 10: // double_data
                    values += reader.SkipNumbers(width: 8);
                    break;
                case 13: // external_data: where the bytes lie
                    reader.Skip();
                    isExternal = true;
                    break;
                case 14: // data_location: 0 in this file, 1 external
                    isExternal |= reader.Integer() != 0;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        long elements = ElementsOf(name, dimensions, offset);
        if (!isExternal)
        {
            CheckData(name, type, dimensions, elements, rawBytes, values + wholeNumbers.Count, offset);
        }

        for (; type == InspectedConstant.Int64 && raw.Length >= sizeof(long); raw = raw[sizeof(long)..])
        {
            wholeNumbers.Add(BinaryPrimitives.ReadInt64LittleEndian(raw));
        }

        return new InspectedConstant(name, type, dimensions, elements, isExternal, wholeNumbers);
    }

    private InspectedConstant ReadSparseTensor(ProtobufReader reader, int offset)
    {
        InspectedConstant? values = null;
        List<long> dimensions = [];
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: // values
                    values = ReadTensor(reader.Message("graph.sparse_initializer.values"), reader.Offset);
                    break;
                case 3: // dims
                    reader.Integers(dimensions);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return values is null
            ? throw BadInputException.AtByte(path, offset, "a sparse tensor without values", "an ONNX model", TakeAgain)
            : values with { Dimensions = dimensions };
    }

    private long ElementsOf(string name, List<long> dimensions, int offset)
    {
        try
        {
            long elements = dimensions.Aggregate(1L, (product, size) => checked(product * size));
            if (dimensions.TrueForAll(size => size >= 0))
            {
                return elements;
            }
        }
        catch (OverflowException)
        {
            // Said below: no file holds so many.
        }

        throw BadInputException.AtByte(path, offset, $"tensor \"{name}\" has the shape {Shape(dimensions)}", "sizes that a tensor can have", TakeAgain);
    }

    private void CheckData(string name, long type, List<long> dimensions, long elements, long? rawBytes, long values, int offset)
    {
        int bits = type >= 0 && type < Bits.Length ? Bits[type] : 0;
        Int128 bytes = (((Int128)elements * bits) + 7) / 8;
        if (rawBytes is { } length && bits > 0 && length != bytes)
        {
            Fail(length, "bytes", bytes);
        }

        bool isComplex = type is >= FirstComplex and <= LastComplex;
        Int128 expected = isComplex ? 2 * (Int128)elements : elements;
        if (rawBytes is null && type is > 0 and <= LargestWhole && values != expected)
        {
            Fail(values, "values", expected);
        }

        void Fail(long found, string unit, Int128 wanted) => throw BadInputException.AtByte(
            path,
            offset,
            string.Create(CultureInfo.InvariantCulture, $"tensor \"{name}\" holds {found} {unit}"),
            string.Create(CultureInfo.InvariantCulture, $"{wanted} {unit} for {OnnxWalk.NameOfType(type)} {Shape(dimensions)}"),
            TakeAgain);
    }

    private static string Shape(List<long> dimensions) =>
        $"[{string.Join(", ", dimensions.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";
}
