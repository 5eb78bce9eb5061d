namespace Microsoft.ML.Data;

/// <summary>A column of several fields, or of those up to the end of each line.</summary>
internal sealed class TextVectorPipe<T> : TextPipe<T>
{
    private readonly Func<bool> _isOnRow;
    private VBuffer<T> _value;

    public TextVectorPipe(TextColumn column, TextParser<T> parser, bool missingAsNaN, Action<string, long> report, Func<bool> isOnRow)
        : base(column, parser, missingAsNaN, report)
    {
        _isOnRow = isOnRow;
        Getter = (ValueGetter<VBuffer<T>>)Get;
    }

    public override Delegate Getter { get; }

    public override void Read(FieldScanner fields, int fieldCount, long line)
    {
        int size = Column.Segments.Sum(segment => EndOf(segment, fieldCount) - segment.Min);
        VBufferEditor<T> editor = VBufferEditor.Create(ref _value, size);
        editor.Values.Fill(Missing());
        int slot = 0;
        foreach (TextSegment segment in Column.Segments)
        {
            int end = EndOf(segment, fieldCount);
            for (int place = fields.PlaceOf(segment.Min); place < fields.Count && fields.IndexAt(place) < end; place++)
                editor.Values[slot + fields.IndexAt(place) - segment.Min] = Parse(fields.TextAt(place), line);
            slot += end - segment.Min;
        }

        _value = editor.Commit();
    }

    private static int EndOf(TextSegment segment, int fieldCount) => segment.IsVariable ? Math.Max(segment.Min, fieldCount) : segment.End;

    private void Get(ref VBuffer<T> value)
    {
        if (!_isOnRow())
            throw Errors.NoCurrentRow();
        _value.CopyTo(ref value);
    }
}
