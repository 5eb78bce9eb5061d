using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Reads rows from the blocks of lines that it takes; only active columns are parsed.</summary>
internal sealed class TextCursor : RootCursorBase
{
    private const int MostReports = 10;

    private readonly LineBlocks _blocks;
    private readonly FieldScanner _scanner;
    private readonly TextPipe?[] _pipes;
    private List<TextLine> _lines = [];
    private int _next;
    private long _batch = -1;
    private long _firstRow;
    private int _reports;
    private bool _isOnRow;
    private bool _disposed;

    public TextCursor(IChannelProvider provider, DataViewSchema schema, TextColumn[] columns, bool[] active, TextFormat format, LineBlocks blocks)
        : base(provider)
    {
        Schema = schema;
        _blocks = blocks;
        int end = columns.Where((_, i) => active[i]).SelectMany(column => column.Segments).Select(segment => segment.End).DefaultIfEmpty(1).Max();
        _scanner = new FieldScanner(format, format.InputSize > 0 ? Math.Min(end, format.InputSize) - 1 : end - 1, Report);
        _pipes = [.. columns.Select((column, i) => active[i] ? TextPipe.Create(column, format, Report, () => _isOnRow) : null)];
    }

    public override DataViewSchema Schema { get; }

    public override long Batch => Math.Max(_batch, 0);

    public override bool IsColumnActive(DataViewSchema.Column column) => _pipes[column.Index] is not null;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
        value = _isOnRow ? new DataViewRowId((ulong)(_firstRow + _next - 1), 0) : throw Errors.NoCurrentRow();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => RowGetters.Cast<TValue>(_pipes[column.Index]?.Getter, column);

    protected override bool MoveNextCore()
    {
        _isOnRow = false;
        if (_next >= _lines.Count)
        {
            (_lines, _batch, _firstRow) = _blocks.Take();
            _next = 0;
            if (_lines.Count == 0)
                return false;
        }

        TextLine line = _lines[_next++];
        int fieldCount = _scanner.Scan(line);
        foreach (TextPipe? pipe in _pipes)
            pipe?.Read(_scanner, fieldCount, line.Number);
        _isOnRow = true;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
            _blocks.Release();
        _disposed = true;
        _isOnRow = false;
        base.Dispose(disposing);
    }

    private void Report(string flaw, long line)
    {
        if (_reports++ < MostReports)
            Channel.Warning(MessageSensitivity.Schema, "{0} at line {1}", flaw, line);
    }
}
