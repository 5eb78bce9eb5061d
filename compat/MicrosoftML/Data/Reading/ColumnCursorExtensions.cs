namespace Microsoft.ML.Data;

/// <summary>Reads single columns.</summary>
public static class ColumnCursorExtensions
{
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        ArgumentNullException.ThrowIfNull(data);
        return GetColumn<T>(data, data.Schema[columnName]);
    }

    /// <summary>The column's values, read as they are asked for: of its raw type, text as strings, vectors as new arrays.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is not the view's, or not one of <typeparamref name="T"/>.</exception>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (string.IsNullOrEmpty(column.Name))
            throw new ArgumentOutOfRangeException(nameof(column), "The column has no name. Take a column of the view's schema.");
        DataViewSchema.Column own = data.Schema[column.Index];
        if (own.Name != column.Name || own.Type != column.Type)
            throw new ArgumentOutOfRangeException(nameof(column), Errors.Invariant($"Column with name {column.Name}, type {column.Type}, and index {column.Index} cannot be found in the data. Take a column of the view's schema."));
        if (own.Type.RawType == typeof(T))
            return Read<T, T>(data, own, value => value);
        var vector = own.Type as VectorDataViewType;
        if (typeof(T) == typeof(string) && own.Type is TextDataViewType)
            return (IEnumerable<T>)Read<ReadOnlyMemory<char>, string>(data, own, text => text.ToString());
        if (typeof(T) == typeof(string[]) && vector?.ItemType is TextDataViewType)
            return (IEnumerable<T>)Read<VBuffer<ReadOnlyMemory<char>>, string[]>(data, own, texts => [.. texts.DenseValues().Select(text => text.ToString())]);
        if (vector is not null && typeof(T).IsArray && typeof(T).GetElementType() == vector.ItemType.RawType)
            return GenericCall.Static<IEnumerable<T>>(typeof(ColumnCursorExtensions), nameof(ReadArrays), [vector.ItemType.RawType], data, own);
        throw new ArgumentOutOfRangeException(nameof(column), $"Cannot map column (name: {column.Name}, type: {column.Type}) to the user-defined type, {typeof(T)}. Ask for {own.Type.RawType}, or an array for a vector.");
    }

    private static IEnumerable<T[]> ReadArrays<T>(IDataView data, DataViewSchema.Column column) => Read<VBuffer<T>, T[]>(data, column, vector =>
    {
        var items = new T[vector.Length];
        vector.CopyTo(items);
        return items;
    });

    private static IEnumerable<TResult> Read<TValue, TResult>(IDataView data, DataViewSchema.Column column, Func<TValue, TResult> convert)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<TValue> getter = cursor.GetGetter<TValue>(column);
        TValue value = default!; // Written by the getter before it is read.
        while (cursor.MoveNext())
        {
            getter(ref value);
            yield return convert(value);
        }
    }
}
