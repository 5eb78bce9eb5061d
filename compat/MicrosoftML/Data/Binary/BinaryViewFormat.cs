using System.Text;

namespace Microsoft.ML.Data;

/// <summary>
/// The frame of a binary data view: 256 bytes of header, blocks of values, tables of where the blocks stand, the annotations'
/// values and their tables, the table of columns, eight bytes of tail. Numbers are little-endian.
/// </summary>
internal static class BinaryViewFormat
{
    public const int HeaderSize = 256;

    private const ulong HeadSignature = 0x00425644004C4D43; // "CML\0DVB\0"
    private const ulong TailSignature = 0x434D4C0044564200;
    private const ulong Version = 0x0001000100010006;
    private const ulong OldestVersion = 0x0001000100010002;
    private const byte Plain = 0;
    private const byte Deflated = 1;
    private const int BlockEntrySize = sizeof(long) + (2 * sizeof(int));

    /// <summary>Completes a file whose header is still empty and whose last block has just been written.</summary>
    public static void Complete(BinaryWriter writer, IReadOnlyList<BinaryColumn> columns, long rowCount)
    {
        Stream stream = writer.BaseStream;
        long[] blockTables = [.. columns.Select(column => WriteBlockTable(writer, column.Blocks))];
        long[] annotationTables = [.. columns.Select(column => BinaryAnnotations.Write(writer, column.Column.Annotations))];
        long table = stream.Position;
        for (int i = 0; i < columns.Count; i++)
        {
            writer.Write(columns[i].Column.Name);
            ColumnTypeFormat.Write(writer, columns[i].Column.Type);
            writer.Write(columns[i].IsDeflated ? Deflated : Plain);
            writer.Write7BitEncodedInt(columns[i].RowsPerBlock);
            writer.Write(blockTables[i]);
            writer.Write(annotationTables[i]);
        }
        long tail = stream.Position;
        writer.Write(TailSignature);

        writer.Flush();
        stream.Position = 0;
        writer.Write(HeadSignature);
        writer.Write(Version);
        writer.Write(Version);
        writer.Write(table);
        writer.Write(tail);
        writer.Write(rowCount);
        writer.Write(columns.Count);
        writer.Flush();
        stream.Position = stream.Length;
    }

    /// <exception cref="FormatException">The stream is no binary data view, or damaged.</exception>
    public static BinaryView Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        try
        {
            return Read(reader, stream.Length);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ArgumentException or OverflowException)
        {
            // It ends too early, or asks for a string, a type or a size that cannot be.
            throw new FormatException($"Corrupt binary data view: {error.Message}", error);
        }
    }

    private static BinaryView Read(BinaryReader reader, long length)
    {
        ModelEntryFormat.Require(length >= HeaderSize && reader.ReadUInt64() == HeadSignature, "This is no binary data view");
        ulong version = reader.ReadUInt64();
        ulong readable = reader.ReadUInt64();
        ModelEntryFormat.Require(readable <= Version && version >= OldestVersion, $"The binary data view has version 0x{version:X16}; expected 0x{Version:X16}");
        long table = reader.ReadInt64();
        long tail = reader.ReadInt64();
        long rowCount = reader.ReadInt64();
        int columnCount = reader.ReadInt32();
        ModelEntryFormat.Require(
            HeaderSize <= table && table <= tail && tail <= length - sizeof(ulong) && rowCount >= 0 && columnCount >= 0, "Corrupt binary data view");

        var columns = new List<BinaryColumn>();
        var builder = new DataViewSchema.Builder();
        reader.BaseStream.Position = table;
        for (int i = 0; i < columnCount; i++)
        {
            columns.Add(ReadColumn(reader, rowCount, tail));
            builder.AddColumns([columns[^1].Column]);
        }
        return new BinaryView(builder.ToSchema(), columns, rowCount);
    }

    private static BinaryColumn ReadColumn(BinaryReader reader, long rowCount, long limit)
    {
        string name = reader.ReadString();
        DataViewType type = ColumnTypeFormat.Read(reader);
        byte compression = reader.ReadByte();
        int rowsPerBlock = reader.Read7BitEncodedInt();
        long blockTable = reader.ReadInt64();
        long annotationTable = reader.ReadInt64();
        long next = reader.BaseStream.Position;
        ModelEntryFormat.Require(compression <= Deflated && (rowsPerBlock > 0 || rowCount == 0), "Corrupt table of columns");
        BinaryBlock[] blocks = rowCount == 0 ? [] : ReadBlockTable(reader, blockTable, (rowCount - 1) / rowsPerBlock + 1, limit);
        DataViewSchema.Annotations? annotations = annotationTable == 0 ? null : BinaryAnnotations.Read(reader, annotationTable, limit);
        reader.BaseStream.Position = next;
        return new BinaryColumn(new DataViewSchema.DetachedColumn(name, type, annotations), rowsPerBlock, compression == Deflated, blocks);
    }

    private static long WriteBlockTable(BinaryWriter writer, IReadOnlyList<BinaryBlock> blocks)
    {
        writer.Flush();
        long table = writer.BaseStream.Position;
        foreach (BinaryBlock block in blocks)
        {
            writer.Write(block.Offset);
            writer.Write(block.Length);
            writer.Write(block.PlainLength);
        }
        return table;
    }

    private static BinaryBlock[] ReadBlockTable(BinaryReader reader, long table, long count, long limit)
    {
        ModelEntryFormat.Require(HeaderSize <= table && table <= limit && count <= (limit - table) / BlockEntrySize, "Corrupt table of blocks");
        reader.BaseStream.Position = table;
        var blocks = new BinaryBlock[count];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new BinaryBlock(reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32());
            ModelEntryFormat.Require(HeaderSize <= blocks[i].Offset && blocks[i].Length > 0 && blocks[i].Length <= limit - blocks[i].Offset && blocks[i].PlainLength >= 0, "Corrupt table of blocks");
        }
        return blocks;
    }
}
