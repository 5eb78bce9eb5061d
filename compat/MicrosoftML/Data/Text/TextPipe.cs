namespace Microsoft.ML.Data;

/// <summary>Holds a column's value of the current row.</summary>
internal abstract class TextPipe
{
    public abstract Delegate Getter { get; }

    public static TextPipe Create(TextColumn column, TextFormat format, Action<string, long> report, Func<bool> isOnRow) => GenericCall.Static<TextPipe>(
        typeof(TextPipe), nameof(CreateTyped), [column.ItemType.RawType], column, format, report, isOnRow);

    /// <summary>Reads the value from the fields of a line.</summary>
    /// <exception cref="InvalidOperationException">A field cannot be read, and the type has no missing value.</exception>
    public abstract void Read(FieldScanner fields, int fieldCount, long line);

    private static TextPipe CreateTyped<T>(TextColumn column, TextFormat format, Action<string, long> report, Func<bool> isOnRow)
    {
        TextParser<T> parser = TextParsers.Create<T>(column.ItemType, format);
        return column.Type is VectorDataViewType
            ? new TextVectorPipe<T>(column, parser, format.MissingRealsAsNaNs, report, isOnRow)
            : new TextValuePipe<T>(column, parser, format.MissingRealsAsNaNs, report, isOnRow);
    }
}
