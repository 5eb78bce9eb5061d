using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The rows of a binary data view. The file is opened anew by each cursor.</summary>
internal sealed class BinaryDataView : IDataView
{
    private readonly IHost _host;
    private readonly IMultiStreamSource _source;

    /// <exception cref="FormatException">The file is no binary data view, or damaged.</exception>
    public BinaryDataView(IHostEnvironment environment, IMultiStreamSource source)
    {
        _host = environment.Register("BinaryLoader");
        if (source.Count != 1)
            throw new ArgumentOutOfRangeException(nameof(source), "binary loader must be created with one file");
        _source = source;
        using Stream file = Open();
        View = BinaryViewFormat.Read(file);
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => View.Schema;

    /// <summary>The tables of the file.</summary>
    internal BinaryView View { get; }

    public long? GetRowCount() => View.RowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = ColumnSelection.Flags(columnsNeeded, Schema);
        var cursor = new BinaryCursor(_host, View, Open(), active);
        return rand is null ? cursor : new ShuffleCursor(_host, cursor, (int)Math.Clamp(View.RowCount, 1, 1 << 16), rand);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private Stream Open()
    {
        Stream file = _source.Open(0);
        if (file.CanSeek)
            return file;
        file.Dispose();
        throw new ArgumentOutOfRangeException("stream", "input stream must be seekable");
    }
}
