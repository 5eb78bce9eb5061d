using System.IO.Compression;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Writes binary data views: blocks of some rows of each column, compressed.</summary>
internal sealed class BinarySaver
{
    private const int MostRowsPerBlock = 1 << 13;
    private const long MostBytesPerBlock = 80 << 20;
    private const int BytesOfUnknownSize = 1 << 10;

    private readonly BinaryWriter _writer;
    private readonly DataViewSchema.Column[] _columns;
    private readonly List<BinaryBlock>[] _blocks;

    private BinarySaver(BinaryWriter writer, DataViewSchema.Column[] columns)
    {
        _writer = writer;
        _columns = columns;
        _blocks = Array.ConvertAll(columns, _ => new List<BinaryBlock>());
        _writer.Write(new byte[BinaryViewFormat.HeaderSize]);
    }

    /// <summary>Writes a view without rows, hidden columns too; columns of types that the format has no name for are left out.</summary>
    public static void SaveSchema(DataViewSchema schema, Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        new BinarySaver(writer, [.. schema.Where(column => ColumnTypeFormat.CanWrite(column.Type))]).Complete(1, 0);
    }

    /// <param name="environment">Told of columns that are left out: those of types that the format has no name for.</param>
    /// <param name="data">The rows.</param>
    /// <param name="stream">Can seek, stands at its start, stays the caller's.</param>
    /// <param name="keepHidden">Whether to write hidden columns.</param>
    public static void Save(IHostEnvironment environment, IDataView data, Stream stream, bool keepHidden)
    {
        using IChannel channel = environment.Register("BinarySaver").Start("Saving");
        List<DataViewSchema.Column> columns = SavedColumns.Of(data.Schema, keepHidden, ColumnTypeFormat.CanWrite, channel);
        if (!stream.CanWrite || !stream.CanSeek || stream.Position != 0)
            throw new ArgumentOutOfRangeException(nameof(stream), "A binary data view needs a stream that can be written, can seek, and stands at its start.");
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        long rows = new BinarySaver(writer, [.. columns]).WriteRows(data);
        channel.Info(MessageSensitivity.None, "Wrote {0} rows", rows);
    }

    private long WriteRows(IDataView data)
    {
        using DataViewRowCursor cursor = data.GetRowCursor(_columns);
        BinaryColumnWriter[] writers = Array.ConvertAll(_columns, column => BinaryColumnWriter.Create(cursor, column));
        var rowsPerBlock = (int)Math.Clamp(MostBytesPerBlock / _columns.Sum(column => BytesOf(column.Type)), 1, MostRowsPerBlock);
        long rows = 0;
        while (cursor.MoveNext())
        {
            foreach (BinaryColumnWriter writer in writers)
                writer.ReadRow();
            if (++rows % rowsPerBlock == 0)
                WriteBlocks(writers);
        }
        if (rows % rowsPerBlock != 0)
            WriteBlocks(writers);
        Complete(rowsPerBlock, rows);
        return rows;
    }

    private void WriteBlocks(BinaryColumnWriter[] writers)
    {
        for (int i = 0; i < writers.Length; i++)
        {
            using MemoryStream plain = writers[i].TakeBlock();
            _writer.Flush();
            long start = _writer.BaseStream.Position;
            using (var deflate = new DeflateStream(_writer.BaseStream, CompressionLevel.Optimal, leaveOpen: true))
                plain.WriteTo(deflate);
            _blocks[i].Add(new BinaryBlock(start, checked((int)(_writer.BaseStream.Position - start)), checked((int)plain.Length)));
        }
    }

    private void Complete(int rowsPerBlock, long rows) => BinaryViewFormat.Complete(
        _writer,
        [.. _columns.Select((column, i) => new BinaryColumn(new DataViewSchema.DetachedColumn(column.Name, column.Type, column.Annotations), rowsPerBlock, true, _blocks[i]))],
        rows);

    private static long BytesOf(DataViewType type)
    {
        long items = type is VectorDataViewType vector ? vector.Size : 1;
        return items == 0 || type.ItemTypeOf() is TextDataViewType ? BytesOfUnknownSize * Math.Max(items, 1) : items * sizeof(long);
    }
}
