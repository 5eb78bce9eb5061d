namespace Microsoft.ML.Data;

/// <summary>Hands the lines of files out to the cursors of a set, in blocks.</summary>
internal sealed class LineBlocks(IMultiStreamSource source, TextFormat format, int cursors)
{
    private const int LinesInBlock = 64;

    private readonly Lock _lock = new();
    private readonly IEnumerator<TextLine> _lines = LineReader.Read(source, format).GetEnumerator();
    private int _cursors = cursors;
    private long _blocks;
    private long _rows;

    /// <summary>The next lines, with the number of their block and of their first row; empty at the end.</summary>
    public (List<TextLine> Lines, long Block, long FirstRow) Take()
    {
        lock (_lock)
        {
            var lines = new List<TextLine>(LinesInBlock);
            while (lines.Count < LinesInBlock && _lines.MoveNext())
                lines.Add(_lines.Current);
            long first = _rows;
            _rows += lines.Count;
            return (lines, _blocks++, first);
        }
    }

    /// <summary>One cursor needs no more; the last one closes the files.</summary>
    public void Release()
    {
        lock (_lock)
        {
            if (--_cursors == 0)
                _lines.Dispose();
        }
    }
}
