using System.IO.Compression;
using System.Text;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>
/// The entry Schema of a model file: a binary data view without rows. 256 bytes of header, the annotations' values and their
/// tables, the table of columns, eight bytes of tail. Columns and annotations of types that the format has no name for are left out.
/// </summary>
internal static class SchemaEntry
{
    public const string EntryName = "Schema";

    private const int HeaderSize = 256;
    private const ulong HeadSignature = 0x00425644004C4D43; // "CML\0DVB\0"
    private const ulong TailSignature = 0x434D4C0044564200;
    private const ulong Version = 0x0001000100010006;
    private const ulong OldestVersion = 0x0001000100010002;
    private const byte Plain = 0;
    private const byte Deflated = 1;

    public static void Write(Stream stream, DataViewSchema schema)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(new byte[HeaderSize]);
        DataViewSchema.Column[] columns = [.. schema.Where(column => SchemaTypeFormat.CanWrite(column.Type))];
        long[] annotations = Array.ConvertAll(columns, column => WriteAnnotations(writer, column.Annotations));

        long table = stream.Position;
        foreach ((DataViewSchema.Column column, long annotationTable) in columns.Zip(annotations))
        {
            writer.Write(column.Name);
            SchemaTypeFormat.Write(writer, column.Type);
            writer.Write(Deflated); // Of blocks that are not there, as is all that follows but the last.
            writer.Write7BitEncodedInt(1);
            writer.Write((long)HeaderSize);
            writer.Write(annotationTable);
        }
        long tail = stream.Position;
        writer.Write(TailSignature);

        stream.Position = 0;
        writer.Write(HeadSignature);
        writer.Write(Version);
        writer.Write(Version);
        writer.Write(table);
        writer.Write(tail);
        writer.Write(0L); // Rows.
        writer.Write(columns.Length);
        stream.Position = stream.Length;
    }

    public static DataViewSchema Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        try
        {
            return Read(reader, stream.Length);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ArgumentException or OverflowException)
        {
            // It ends too early, or asks for a string, a type or a size that cannot be.
            throw new FormatException($"Corrupt schema in the model file: {error.Message}", error);
        }
    }

    private static DataViewSchema Read(BinaryReader reader, long length)
    {
        ModelEntryFormat.Require(length >= HeaderSize && reader.ReadUInt64() == HeadSignature, "Corrupt schema in the model file: it is no binary data view");
        ulong version = reader.ReadUInt64();
        ulong readable = reader.ReadUInt64();
        ModelEntryFormat.Require(readable <= Version && version >= OldestVersion, $"The schema in the model file has version 0x{version:X16}; expected 0x{Version:X16}");
        long table = reader.ReadInt64();
        long tail = reader.ReadInt64();
        reader.ReadInt64(); // Rows.
        int columns = reader.ReadInt32();
        ModelEntryFormat.Require(HeaderSize <= table && table <= tail && tail <= length - sizeof(ulong) && columns >= 0, "Corrupt schema in the model file");

        var builder = new DataViewSchema.Builder();
        reader.BaseStream.Position = table;
        for (int i = 0; i < columns; i++)
        {
            string name = reader.ReadString();
            DataViewType type = SchemaTypeFormat.Read(reader);
            reader.ReadByte();
            reader.Read7BitEncodedInt();
            reader.ReadInt64();
            long annotationTable = reader.ReadInt64();
            long next = reader.BaseStream.Position;
            builder.AddColumn(name, type, annotationTable == 0 ? null : ReadAnnotations(reader, annotationTable, tail));
            reader.BaseStream.Position = next;
        }
        return builder.ToSchema();
    }

    /// <summary>Writes the values, then their table, and tells where the table is; 0 if there are none.</summary>
    private static long WriteAnnotations(BinaryWriter writer, DataViewSchema.Annotations annotations)
    {
        DataViewSchema.Column[] kinds = [.. annotations.Schema.Where(column => SchemaTypeFormat.CanWrite(column.Type))];
        if (kinds.Length == 0)
            return 0;
        var starts = new long[kinds.Length + 1];
        for (int i = 0; i < kinds.Length; i++)
        {
            starts[i] = writer.BaseStream.Position;
            SchemaValueFormat.Of(kinds[i].Type).Write(writer, annotations, kinds[i]);
        }
        starts[^1] = writer.BaseStream.Position;

        writer.Write7BitEncodedInt(kinds.Length);
        for (int i = 0; i < kinds.Length; i++)
        {
            writer.Write(kinds[i].Name);
            SchemaTypeFormat.Write(writer, kinds[i].Type);
            writer.Write(Plain);
            writer.Write(starts[i]);
            writer.Write7BitEncodedInt64(starts[i + 1] - starts[i]);
        }
        return starts[^1];
    }

    private static DataViewSchema.Annotations ReadAnnotations(BinaryReader reader, long table, long limit)
    {
        ModelEntryFormat.Require(HeaderSize <= table && table <= limit, "Corrupt annotations in the model file");
        reader.BaseStream.Position = table;
        int count = reader.Read7BitEncodedInt();
        var builder = new DataViewSchema.Annotations.Builder();
        for (int i = 0; i < count; i++)
        {
            string kind = reader.ReadString();
            DataViewType type = SchemaTypeFormat.Read(reader);
            byte compression = reader.ReadByte();
            long start = reader.ReadInt64();
            long size = reader.Read7BitEncodedInt64();
            long next = reader.BaseStream.Position;
            ModelEntryFormat.Require(HeaderSize <= start && size > 0 && size <= limit - start && compression <= Deflated, "Corrupt annotations in the model file");

            reader.BaseStream.Position = start;
            using var block = new MemoryStream(reader.ReadBytes((int)size));
            using Stream plain = compression == Plain ? block : new DeflateStream(block, CompressionMode.Decompress);
            using var values = new BinaryReader(plain, Encoding.UTF8);
            SchemaValueFormat.Of(type).Read(values, builder, kind, type);
            reader.BaseStream.Position = next;
        }
        return builder.ToAnnotations();
    }
}
