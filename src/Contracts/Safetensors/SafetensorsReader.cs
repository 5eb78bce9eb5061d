using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace VaePipeline.Contracts.Safetensors;

/// <summary>Reads a safetensors file; every number of its header is checked against the file before it costs memory.</summary>
internal static class SafetensorsReader
{
    public const string MetadataKey = "__metadata__";

    private const string TakeAgain = "The file is damaged or cut short: take it whole.";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static SafetensorsContent Read(Stream stream, string path)
    {
        if (!stream.CanSeek)
        {
            throw BadInputException.In(path, "is a pipe or a device", "a safetensors file", "Name a file on a disk.");
        }

        byte[] header = ReadHeader(stream, path);
        try
        {
            using JsonDocument json = JsonDocument.Parse(header, Strict);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw BadInputException.AtByte(path, 8, "the header is no JSON object", "names with types, shapes and offsets", TakeAgain);
            }

            Dictionary<string, string> metadata = new(StringComparer.Ordinal);
            List<Entry> entries = [];
            foreach (JsonProperty property in json.RootElement.EnumerateObject())
            {
                if (property.Name == MetadataKey)
                {
                    ReadMetadata(property.Value, metadata, path);
                }
                else
                {
                    entries.Add(ReadEntry(property, path));
                }
            }

            // An empty tensor shares its offset with the one behind it.
            entries.Sort((a, b) => (a.Start, a.End).CompareTo((b.Start, b.End)));
            CheckOffsets(entries, stream.Length - 8 - header.Length, path);
            return new SafetensorsContent([.. entries.Select(entry => ReadTensor(stream, entry))], metadata);
        }
        catch (InvalidOperationException exception)
        {
            // A text whose bytes are not UTF-8, or with half of a surrogate pair.
            throw BadInputException.AtByte(path, 8, "a text in the header is not Unicode", "UTF-8", TakeAgain, exception);
        }
        catch (JsonException exception)
        {
            throw BadInputException.AtByte(path, 8, "the header is not JSON, or names something twice", "names with types, shapes and offsets", TakeAgain, exception);
        }
    }

    private static byte[] ReadHeader(Stream stream, string path)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (stream.ReadAtLeast(bytes, 8, throwOnEndOfStream: false) < 8)
        {
            throw BadInputException.AtByte(path, 0, $"the file has {Digits(stream.Length)} bytes", "8 or more", TakeAgain);
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > (ulong)(stream.Length - 8) || length > (ulong)Array.MaxLength)
        {
            throw BadInputException.AtByte(
                path, 0, Invariant($"the header claims {length} bytes"), $"at most {Digits(stream.Length - 8)}, as the file ends there", TakeAgain);
        }

        byte[] header = new byte[length];
        stream.ReadExactly(header);
        return header;
    }

    private static void ReadMetadata(JsonElement element, Dictionary<string, string> metadata, string path)
    {
        if (element.ValueKind != JsonValueKind.Object || element.EnumerateObject().Any(entry => entry.Value.ValueKind != JsonValueKind.String))
        {
            throw BadInputException.AtByte(path, 8, $"\"{MetadataKey}\" is no object of texts", "an object of texts", TakeAgain);
        }

        foreach (JsonProperty entry in element.EnumerateObject())
        {
            metadata[entry.Name] = entry.Value.GetString()!; // Not null: a JSON text, as checked above.
        }
    }

    private static Entry ReadEntry(JsonProperty property, string path)
    {
        string where = $"tensor \"{property.Name}\"";
        JsonElement value = property.Value;
        string? type = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("dtype", out JsonElement dtype) && dtype.ValueKind == JsonValueKind.String
            ? dtype.GetString()
            : null;
        if (type is null)
        {
            throw BadInputException.AtByte(path, 8, $"{where} has no \"dtype\"", "type, shape and offsets", TakeAgain);
        }

        if (type != "F32")
        {
            throw BadInputException.AtByte(path, 8, $"{where} has type \"{type}\"", "\"F32\"", "Save the weights as float32.");
        }

        long[]? shape = ReadNumbers(value, "shape");
        long[]? offsets = ReadNumbers(value, "data_offsets");
        if (shape is null || offsets is not { Length: 2 } || offsets[0] > offsets[1])
        {
            throw BadInputException.AtByte(path, 8, $"{where} has no right \"shape\" and \"data_offsets\"", "whole numbers from 0 and a begin before its end", TakeAgain);
        }

        if (SizeOf(shape) != offsets[1] - offsets[0])
        {
            throw BadInputException.AtByte(
                path, 8, $"{where} is [{string.Join(", ", shape.Select(Digits))}] at bytes {Digits(offsets[0])} to {Digits(offsets[1])}", "4 bytes a value", TakeAgain);
        }

        return new Entry(property.Name, shape, offsets[0], offsets[1]);
    }

    private static long[]? ReadNumbers(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out JsonElement array) || array.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        long[] numbers = new long[array.GetArrayLength()];
        for (int i = 0; i < numbers.Length; i++)
        {
            JsonElement number = array[i];
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out numbers[i]) || numbers[i] < 0)
            {
                return null;
            }
        }

        return numbers;
    }

    /// <summary>Bytes of a tensor of that shape; -1 where they do not fit an array.</summary>
    private static long SizeOf(long[] shape)
    {
        if (shape.Contains(0))
        {
            return 0;
        }

        long count = 1;
        foreach (long size in shape)
        {
            if (size > Array.MaxLength / count)
            {
                return -1;
            }

            count *= size;
        }

        return 4 * count;
    }

    private static void CheckOffsets(List<Entry> entries, long length, string path)
    {
        long end = 0;
        foreach (Entry entry in entries)
        {
            if (entry.Start != end || entry.End > length)
            {
                throw BadInputException.AtByte(
                    path,
                    8,
                    $"tensor \"{entry.Name}\" lies at bytes {Digits(entry.Start)} to {Digits(entry.End)} of {Digits(length)}",
                    $"it at byte {Digits(end)}, without a gap or an overlap",
                    TakeAgain);
            }

            end = entry.End;
        }

        if (end != length)
        {
            throw BadInputException.AtByte(path, 8, $"the tensors end at byte {Digits(end)} of {Digits(length)}", "no data behind them", TakeAgain);
        }
    }

    /// <summary>Reads the values of the next tensor; the entries come in the order of the file.</summary>
    private static NamedTensor ReadTensor(Stream stream, Entry entry)
    {
        float[] data = new float[(entry.End - entry.Start) / 4];
        for (int start = 0; start < data.Length; start += 1 << 20)
        {
            Span<float> piece = data.AsSpan(start, Math.Min(1 << 20, data.Length - start));
            stream.ReadExactly(MemoryMarshal.AsBytes(piece));
            if (!BitConverter.IsLittleEndian)
            {
                Span<int> bits = MemoryMarshal.Cast<float, int>(piece);
                BinaryPrimitives.ReverseEndianness(bits, bits);
            }
        }

        return new NamedTensor(entry.Name, entry.Shape, data);
    }

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Entry(string Name, long[] Shape, long Start, long End);
}
