using System.Text;

namespace Microsoft.ML;

/// <summary>
/// The frame of a component's entry, Model.key: 256 bytes of header, the component's own bytes, its strings (end offsets, then
/// UTF-16), the loader's assembly name (UTF-16), eight bytes of tail. Numbers are little-endian; offsets count from the entry's start.
/// </summary>
internal static class ModelEntryFormat
{
    public const string EntryName = "Model.key";
    public const int HeaderSize = 256;

    private const ulong HeadSignature = 0x4C45444F4D004C4D; // "ML\0MODEL"
    private const ulong TailSignature = 0x4D4C004D4F44454C;
    private const uint FormatVersion = 0x00010002;
    private const uint OldestFormatVersion = 0x00010001;

    /// <summary>Completes an entry whose header is still empty and whose component has just written its last byte.</summary>
    public static void Complete(BinaryWriter writer, ModelVersion version, IReadOnlyCollection<string> strings)
    {
        Stream stream = writer.BaseStream;
        long contentEnd = stream.Position;
        long end = 0;
        foreach (string text in strings)
            writer.Write(end += sizeof(char) * text.Length);
        long charactersStart = stream.Position;
        foreach (string text in strings)
            writer.Write(Encoding.Unicode.GetBytes(text));
        long assemblyStart = stream.Position;
        writer.Write(Encoding.Unicode.GetBytes(version.Assembly));
        long tail = stream.Position;
        writer.Write(TailSignature);

        stream.Position = 0;
        writer.Write(HeadSignature);
        writer.Write(FormatVersion);
        writer.Write(FormatVersion);
        writer.Write((long)HeaderSize);
        writer.Write(contentEnd - HeaderSize);
        writer.Write(strings.Count == 0 ? 0L : contentEnd);
        writer.Write((long)sizeof(long) * strings.Count);
        writer.Write(strings.Count == 0 ? 0L : charactersStart);
        writer.Write(assemblyStart - charactersStart);
        writer.Write(Signature(version.Signature));
        writer.Write(version.Written);
        writer.Write(version.Readable);
        writer.Write(Padded(version.Loader, 24));
        writer.Write(new byte[24]); // No second name of the loader.
        writer.Write(tail);
        writer.Write(tail + sizeof(ulong));
        writer.Write(assemblyStart);
        writer.Write((uint)(tail - assemblyStart));
        stream.Position = stream.Length;
    }

    /// <summary>Reads and checks the frame and leaves the reader at the component's own bytes.</summary>
    public static ModelEntryHeader Read(BinaryReader reader)
    {
        long length = reader.BaseStream.Length;
        Require(length >= HeaderSize + sizeof(ulong), "Corrupt model file");
        Require(reader.ReadUInt64() == HeadSignature, "Wrong file type");
        uint written = reader.ReadUInt32();
        uint readable = reader.ReadUInt32();
        Require(readable <= written, "Corrupt file header");
        Require(readable <= FormatVersion, "File is too new");
        Require(written >= OldestFormatVersion, "File is too old");
        Require(reader.ReadInt64() == HeaderSize, "Corrupt file header");
        long contentLength = reader.ReadInt64();
        (long tableStart, long tableLength) = (reader.ReadInt64(), reader.ReadInt64());
        (long charactersStart, long charactersLength) = (reader.ReadInt64(), reader.ReadInt64());
        ulong signature = reader.ReadUInt64();
        (uint modelWritten, uint modelReadable) = (reader.ReadUInt32(), reader.ReadUInt32());
        string loader = Encoding.Latin1.GetString(reader.ReadBytes(24)).TrimEnd('\0');
        reader.BaseStream.Position += 24; // The loader's second name, of which no component here has need.
        long tail = reader.ReadInt64();
        Require(contentLength >= 0 && contentLength <= length - HeaderSize, "Corrupt file header");
        Require(tail >= HeaderSize + contentLength && tail <= length - sizeof(ulong), "Corrupt file header");
        Require(reader.ReadInt64() == tail + sizeof(ulong), "Corrupt file header");
        reader.BaseStream.Position = tail;
        Require(reader.ReadUInt64() == TailSignature, "Corrupt model file tail");

        string[] strings = tableStart == 0 ? [] : ReadStrings(reader, tail, (tableStart, tableLength), (charactersStart, charactersLength));
        reader.BaseStream.Position = HeaderSize;
        return new ModelEntryHeader(signature, modelWritten, modelReadable, loader, strings, HeaderSize + contentLength);
    }

    public static ulong Signature(string name) => BitConverter.ToUInt64(Padded(name.Replace(' ', '\0'), sizeof(ulong)));

    public static void Require(bool condition, string message)
    {
        if (!condition)
            throw new FormatException(message);
    }

    private static string[] ReadStrings(BinaryReader reader, long limit, (long Start, long Length) table, (long Start, long Length) characters)
    {
        Require(table.Start >= HeaderSize && table.Length >= 0 && table.Length % sizeof(long) == 0 && table.Length <= limit - table.Start, "Corrupt string table");
        Require(characters.Start == table.Start + table.Length && characters.Length >= 0 && characters.Length <= limit - characters.Start, "Corrupt string table");
        reader.BaseStream.Position = table.Start;
        var ends = new long[table.Length / sizeof(long)];
        for (int i = 0; i < ends.Length; i++)
            ends[i] = reader.ReadInt64();

        var strings = new string[ends.Length];
        long start = 0;
        for (int i = 0; i < ends.Length; start = ends[i++])
        {
            Require(start <= ends[i] && ends[i] <= characters.Length && ends[i] % sizeof(char) == 0, "Corrupt string table");
            strings[i] = Encoding.Unicode.GetString(reader.ReadBytes((int)(ends[i] - start)));
        }
        return strings;
    }

    private static byte[] Padded(string name, int length)
    {
        var bytes = new byte[length];
        Encoding.Latin1.GetBytes(name, bytes);
        return bytes;
    }
}
