using System.IO.Compression;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>A column's annotations in a binary data view: their values, then a table of them. Those of types without a name there are left out.</summary>
internal static class BinaryAnnotations
{
    private const byte Plain = 0;
    private const byte Deflated = 1;

    /// <summary>Writes the values, then their table, and tells where the table is; 0 if there are none.</summary>
    public static long Write(BinaryWriter writer, DataViewSchema.Annotations? annotations)
    {
        DataViewSchema.Column[] kinds = [.. annotations?.Schema.Where(column => ColumnTypeFormat.CanWrite(column.Type)) ?? []];
        if (annotations is null || kinds.Length == 0)
            return 0;
        var starts = new long[kinds.Length + 1];
        for (int i = 0; i < kinds.Length; i++)
        {
            starts[i] = writer.BaseStream.Position;
            GenericCall.Static<object?>(typeof(BinaryAnnotations), nameof(WriteValue), [kinds[i].Type.RawType], writer, annotations, kinds[i]);
            writer.Flush();
        }
        starts[^1] = writer.BaseStream.Position;

        writer.Write7BitEncodedInt(kinds.Length);
        for (int i = 0; i < kinds.Length; i++)
        {
            writer.Write(kinds[i].Name);
            ColumnTypeFormat.Write(writer, kinds[i].Type);
            writer.Write(Plain);
            writer.Write(starts[i]);
            writer.Write7BitEncodedInt64(starts[i + 1] - starts[i]);
        }
        writer.Flush();
        return starts[^1];
    }

    public static DataViewSchema.Annotations Read(BinaryReader reader, long table, long limit)
    {
        ModelEntryFormat.Require(BinaryViewFormat.HeaderSize <= table && table <= limit, "Corrupt annotations in the file");
        reader.BaseStream.Position = table;
        int count = reader.Read7BitEncodedInt();
        var builder = new DataViewSchema.Annotations.Builder();
        for (int i = 0; i < count; i++)
        {
            string kind = reader.ReadString();
            DataViewType type = ColumnTypeFormat.Read(reader);
            byte compression = reader.ReadByte();
            long start = reader.ReadInt64();
            long size = reader.Read7BitEncodedInt64();
            long next = reader.BaseStream.Position;
            ModelEntryFormat.Require(
                BinaryViewFormat.HeaderSize <= start && size > 0 && size <= limit - start && compression <= Deflated, "Corrupt annotations in the file");

            reader.BaseStream.Position = start;
            using var block = new MemoryStream(reader.ReadBytes((int)size));
            using Stream plain = compression == Plain ? block : new DeflateStream(block, CompressionMode.Decompress);
            using var values = new BinaryReader(plain, Encoding.UTF8);
            GenericCall.Static<object?>(typeof(BinaryAnnotations), nameof(ReadValue), [type.RawType], values, builder, kind, type);
            reader.BaseStream.Position = next;
        }
        return builder.ToAnnotations();
    }

    private static object? WriteValue<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column kind)
    {
        T value = default!; // The annotation fills it.
        annotations.GetValue(kind.Name, ref value);
        BlockFormat<T>.Of(kind.Type).Write(writer, [value]);
        return null;
    }

    private static object? ReadValue<T>(BinaryReader reader, DataViewSchema.Annotations.Builder builder, string kind, DataViewType type)
    {
        var format = BlockFormat<T>.Of(type);
        T read = format.Read(reader, 1)[0];
        builder.Add(kind, type, (ref T value) => format.Copy(in read, ref value));
        return null;
    }
}
