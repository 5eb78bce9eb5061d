using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>
/// A block of values in a binary data view: numbers as they lie in memory; truth values as bits; texts as their count, the
/// indices of their ends in characters, and all their characters in one string.
/// </summary>
internal static class ValueBlock
{
    // What is read at a time, so that a count that lies cannot make a block larger than the file.
    private const int ChunkSize = 1 << 16;

    public static void Write<T>(BinaryWriter writer, ReadOnlySpan<T> values)
    {
        if (typeof(T) == typeof(ReadOnlyMemory<char>))
        {
            writer.Write(values.Length);
            string[] texts = new string[values.Length];
            int end = 0;
            for (int i = 0; i < values.Length; i++)
            {
                texts[i] = $"{values[i]}";
                writer.Write(end += texts[i].Length);
            }
            writer.Write(string.Concat(texts));
        }
        else if (typeof(T) == typeof(bool))
        {
            var bits = new byte[(values.Length + 7) / 8];
            for (int i = 0; i < values.Length; i++)
            {
                if ((bool)(object)values[i]!) // T is bool here.
                    bits[i / 8] |= (byte)(1 << (i % 8));
            }
            writer.Write(bits);
        }
        else
        {
            writer.Write(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(values)), values.Length * Unsafe.SizeOf<T>()));
        }
    }

    public static T[] Read<T>(BinaryReader reader, int count)
    {
        ModelEntryFormat.Require(count >= 0, "Corrupt values in the file");
        if (typeof(T) == typeof(ReadOnlyMemory<char>))
            return (T[])(object)ReadTexts(reader, count);
        if (typeof(T) == typeof(bool))
        {
            byte[] bits = ReadBytes(reader, (count + 7L) / 8);
            return (T[])(object)Enumerable.Range(0, count).Select(i => (bits[i / 8] >> (i % 8) & 1) != 0).ToArray();
        }
        byte[] bytes = ReadBytes(reader, (long)count * Unsafe.SizeOf<T>());
        var values = new T[count];
        bytes.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetArrayDataReference(values)), bytes.Length));
        return values;
    }

    private static ReadOnlyMemory<char>[] ReadTexts(BinaryReader reader, int count)
    {
        ModelEntryFormat.Require(reader.ReadInt32() == count, "Corrupt texts in the file");
        int[] ends = Read<int>(reader, count);
        string all = reader.ReadString();
        var texts = new ReadOnlyMemory<char>[count];
        int start = 0;
        for (int i = 0; i < count; start = ends[i++])
        {
            ModelEntryFormat.Require(start <= ends[i] && ends[i] <= all.Length, "Corrupt texts in the file");
            texts[i] = all.AsMemory(start, ends[i] - start);
        }
        return texts;
    }

    private static byte[] ReadBytes(BinaryReader reader, long count)
    {
        using var bytes = new MemoryStream();
        while (bytes.Length < count)
        {
            byte[] chunk = reader.ReadBytes((int)Math.Min(ChunkSize, count - bytes.Length));
            ModelEntryFormat.Require(chunk.Length > 0, "Corrupt values in the file: they end too early");
            bytes.Write(chunk);
        }
        return bytes.ToArray();
    }
}
