namespace Microsoft.ML.Data;

/// <summary>A column of one field.</summary>
internal sealed class TextValuePipe<T> : TextPipe<T>
{
    private readonly Func<bool> _isOnRow;
    private T _value = default!; // Read before it is handed out.

    public TextValuePipe(TextColumn column, TextParser<T> parser, bool missingAsNaN, Action<string, long> report, Func<bool> isOnRow)
        : base(column, parser, missingAsNaN, report)
    {
        _isOnRow = isOnRow;
        Getter = (ValueGetter<T>)Get;
    }

    public override Delegate Getter { get; }

    public override void Read(FieldScanner fields, int fieldCount, long line)
    {
        int index = Column.Segments[0].Min;
        int place = fields.PlaceOf(index);
        _value = place < fields.Count && fields.IndexAt(place) == index ? Parse(fields.TextAt(place), line) : Missing();
    }

    private void Get(ref T value) => value = _isOnRow() ? _value : throw Errors.NoCurrentRow();
}
