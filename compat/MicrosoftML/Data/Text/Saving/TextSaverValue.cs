namespace Microsoft.ML.Data;

/// <summary>Writes a column of single values.</summary>
internal sealed class TextSaverValue<T> : TextSaverColumn
{
    private readonly Func<T, string> _format;
    private readonly ValueGetter<T> _getter;
    private readonly string _name;
    private T _value = default!; // Written by the getter before it is read.

    public TextSaverValue(DataViewRowCursor cursor, DataViewSchema.Column column, char separator)
    {
        _format = TextValueFormat.Create<T>((PrimitiveDataViewType)column.Type, separator);
        _getter = cursor.GetGetter<T>(column);
        _name = TextValueFormat.Quote(column.Name, separator);
        Default = _format(_value);
    }

    public override string Default { get; }

    public override void AppendRow(TextSaverLine line)
    {
        _getter(ref _value);
        line.Add(0, _format(_value), Default);
        line.EndColumn(1, Default);
    }

    public override void AppendHeader(TextSaverLine line)
    {
        line.Add(0, _name, "");
        line.EndColumn(1, TextSaverLine.EmptyText);
    }
}
