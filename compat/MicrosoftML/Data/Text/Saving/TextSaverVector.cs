namespace Microsoft.ML.Data;

/// <summary>Writes a column of vectors.</summary>
internal sealed class TextSaverVector<T> : TextSaverColumn
{
    private readonly Func<T, string> _format;
    private readonly ValueGetter<VBuffer<T>> _getter;
    private readonly VBuffer<ReadOnlyMemory<char>> _names;
    private readonly int _size;
    private readonly char _separator;
    private VBuffer<T> _value;

    public TextSaverVector(DataViewRowCursor cursor, DataViewSchema.Column column, char separator)
    {
        var type = (VectorDataViewType)column.Type;
        _format = TextValueFormat.Create<T>(type.ItemType, separator);
        _getter = cursor.GetGetter<VBuffer<T>>(column);
        _size = type.Size;
        _separator = separator;
        if (column.HasSlotNames())
            column.GetSlotNames(ref _names);
        Default = _format(default!); // Numbers: 0; text: empty.
    }

    public override string Default { get; }

    public override void AppendRow(TextSaverLine line)
    {
        _getter(ref _value);
        ReadOnlySpan<T> values = _value.GetValues();
        ReadOnlySpan<int> indices = _value.GetIndices();
        for (int i = 0; i < values.Length; i++)
            line.Add(_value.IsDense ? i : indices[i], _format(values[i]), Default);
        line.EndColumn(_value.Length, Default);
    }

    public override void AppendHeader(TextSaverLine line)
    {
        foreach ((int i, ReadOnlyMemory<char> name) in _names.Items())
        {
            if (!name.IsEmpty)
                line.Add(i, TextValueFormat.Quote(name.Span, _separator), "");
        }

        line.EndColumn(_size, TextSaverLine.EmptyText);
    }
}
