namespace Microsoft.ML.Data;

/// <summary>Writes one column of a view.</summary>
internal abstract class TextSaverColumn
{
    /// <summary>The text that stands for nothing written.</summary>
    public abstract string Default { get; }

    public static TextSaverColumn Create(DataViewRowCursor cursor, DataViewSchema.Column column, char separator) => GenericCall.Static<TextSaverColumn>(
        typeof(TextSaverColumn), nameof(CreateTyped), [column.Type.ItemTypeOf().RawType], cursor, column, separator);

    /// <summary>Whether the column can be written.</summary>
    public static bool Supports(DataViewType type) =>
        type.ItemTypeOf() is NumberDataViewType or TextDataViewType or BooleanDataViewType or KeyDataViewType or TimeSpanDataViewType or DateTimeDataViewType or DateTimeOffsetDataViewType;

    /// <summary>Whether the column has a name for the header, or names.</summary>
    public static bool HasHeader(DataViewSchema.Column column) => column.Type is not VectorDataViewType || column.HasSlotNames();

    /// <summary>Adds the current row's values to a line.</summary>
    public abstract void AppendRow(TextSaverLine line);

    /// <summary>Adds the names to the header line.</summary>
    public abstract void AppendHeader(TextSaverLine line);

    private static TextSaverColumn CreateTyped<T>(DataViewRowCursor cursor, DataViewSchema.Column column, char separator) =>
        column.Type is VectorDataViewType ? new TextSaverVector<T>(cursor, column, separator) : new TextSaverValue<T>(cursor, column, separator);
}
