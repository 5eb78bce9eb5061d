using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The rows of text files. They are opened anew by each cursor.</summary>
internal sealed class TextDataView(IHost host, IMultiStreamSource source, TextFormat format, TextColumn[] columns, DataViewSchema schema) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        Consolidator.Consolidate(
            host,
            CreateCursors(columnsNeeded, format.UseThreads ? Parallelism.ThreadCount : 1),
            failure => new FormatException($"Parsing failed with an exception: {failure.Message}", failure));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        int most = 2 * Parallelism.ThreadCount;
        return CreateCursors(columnsNeeded, n > 0 ? Math.Min(n, most) : format.UseThreads ? Parallelism.ThreadCount : 1);
    }

    private DataViewRowCursor[] CreateCursors(IEnumerable<DataViewSchema.Column> columnsNeeded, int count)
    {
        bool[] active = ColumnSelection.Flags(columnsNeeded, schema);
        var blocks = new LineBlocks(source, format, count);
        var cursors = new DataViewRowCursor[count];
        for (int i = 0; i < count; i++)
            cursors[i] = new TextCursor(host, schema, columns, active, format, blocks);
        return cursors;
    }
}
