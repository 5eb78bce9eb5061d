using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using VaePipeline.Contracts.Files;

namespace VaePipeline.Contracts.Safetensors;

/// <summary>
/// Reads and writes safetensors files (https://github.com/huggingface/safetensors, "Format") of float32 tensors: the
/// header's length in 8 bytes, little-endian; the header, JSON; the values, little-endian, tensor behind tensor.
/// </summary>
public static class SafetensorsFile
{
    /// <summary>Writes a file, in one step. The same tensors and texts give the same bytes: both are sorted by name.</summary>
    /// <param name="path">The file to write; one that is there is replaced.</param>
    /// <param name="tensors">The tensors, in any order.</param>
    /// <param name="metadata">Texts to put under <c>__metadata__</c>.</param>
    /// <exception cref="ArgumentException">A name is empty, taken or reserved, or a tensor has another number of values than its shape says.</exception>
    /// <exception cref="UnwritableOutputException">The path cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);

        AtomicFile.Write(path, stream => Write(stream, tensors, metadata));
    }

    /// <summary>Writes the contents of a file to a stream, from where it stands; the same bytes as the other overload.</summary>
    /// <param name="stream">Receives the bytes; stays the caller's.</param>
    /// <param name="tensors">The tensors, in any order.</param>
    /// <param name="metadata">Texts to put under <c>__metadata__</c>.</param>
    /// <exception cref="ArgumentException">A name is empty, taken or reserved, or a tensor has another number of values than its shape says.</exception>
    public static void Write(Stream stream, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);

        List<NamedTensor> sorted = [.. tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
        CheckTensors(sorted);
        byte[] header = MakeHeader(sorted, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (NamedTensor tensor in sorted)
        {
            WriteValues(stream, tensor.Data);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of the .safetensors file.</param>
    /// <returns>Tensors and metadata.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="BadInputException">The file is damaged, cut short, or holds other types than F32.</exception>
    public static SafetensorsContent Read(string path)
    {
        using FileStream stream = InputFile.OpenRead(path, "a safetensors file");
        return SafetensorsReader.Read(stream, path);
    }

    /// <summary>Reads the bytes of a file that were read already.</summary>
    /// <param name="bytes">All bytes of the file.</param>
    /// <param name="path">The file, for errors.</param>
    /// <exception cref="BadInputException">They are damaged, cut short, or hold other types than F32.</exception>
    internal static SafetensorsContent Read(byte[] bytes, string path) => SafetensorsReader.Read(new MemoryStream(bytes), path);

    private static void CheckTensors(List<NamedTensor> sorted)
    {
        for (int i = 0; i < sorted.Count; i++)
        {
            NamedTensor tensor = sorted[i];
            if (tensor.Name is "" or SafetensorsReader.MetadataKey || (i > 0 && sorted[i - 1].Name == tensor.Name))
            {
                throw new ArgumentException($"tensor \"{tensor.Name}\": the name is empty, reserved or taken; expected a name of its own. Choose another.", nameof(sorted));
            }

            long count = tensor.Shape.Aggregate(1L, (product, size) => checked(product * size));
            if (count != tensor.Data.Length || tensor.Shape.Any(size => size < 0))
            {
                throw new ArgumentException(
                    Invariant($"tensor \"{tensor.Name}\": {tensor.Data.Length} values; expected [{string.Join(", ", tensor.Shape)}]. Pass as many as the shape says."),
                    nameof(sorted));
            }
        }
    }

    private static byte[] MakeHeader(List<NamedTensor> sorted, IReadOnlyDictionary<string, string>? metadata)
    {
        using MemoryStream header = new();
        using (Utf8JsonWriter json = new(header))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(SafetensorsReader.MetadataKey);
                foreach ((string key, string value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            long offset = 0;
            foreach (NamedTensor tensor in sorted)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", "F32");
                WriteNumbers(json, "shape", tensor.Shape);
                WriteNumbers(json, "data_offsets", [offset, offset += 4L * tensor.Data.Length]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // Blanks behind the header put the values at a multiple of 8, so that they can be mapped.
        while (header.Length % 8 != 0)
        {
            header.WriteByte((byte)' ');
        }

        return header.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, long[] numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static void WriteValues(Stream stream, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            // In pieces: the bytes of a span of floats may be more than a span of bytes can count.
            for (int start = 0; start < values.Length; start += 1 << 20)
            {
                stream.Write(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(1 << 20, values.Length - start))));
            }

            return;
        }

        Span<byte> bytes = stackalloc byte[4];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            stream.Write(bytes);
        }
    }
}
