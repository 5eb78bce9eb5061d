namespace Microsoft.ML.Data;

/// <summary>How the values of a column, some rows at a time, stand in a binary data view.</summary>
internal abstract class BlockFormat<T>
{
    public abstract void Write(BinaryWriter writer, ReadOnlySpan<T> values);

    /// <exception cref="FormatException">There are not <paramref name="count"/> values, or they cannot be.</exception>
    public abstract T[] Read(BinaryReader reader, int count);

    public abstract void Copy(in T source, ref T destination);

    /// <param name="type">Its raw type is <typeparamref name="T"/>.</param>
    /// <exception cref="NotSupportedException">The type holds dates.</exception>
    public static BlockFormat<T> Of(DataViewType type)
    {
        if (type.ItemTypeOf() is DateTimeDataViewType or DateTimeOffsetDataViewType)
            throw new NotSupportedException($"This implementation of Microsoft.ML reads and writes no values of type {type} in binary data views. Drop the column, or convert it to text.");
        object format = type is VectorDataViewType vector
            ? Activator.CreateInstance(typeof(VectorBlockFormat<>).MakeGenericType(vector.ItemType.RawType), vector.Size)! // Null comes only of Nullable<T>.
            : new ScalarBlockFormat<T>();
        return (BlockFormat<T>)format;
    }
}
