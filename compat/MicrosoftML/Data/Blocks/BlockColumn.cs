namespace Microsoft.ML.Data;

/// <summary>Buffers the values of one column between two threads: arrays of a block's values go round from writer to reader and back.</summary>
internal abstract class BlockColumn
{
    /// <summary>A column of this type; a vector's values are copied on the way out, since their buffers go back to the writer.</summary>
    public static BlockColumn Create(DataViewType type)
    {
        Type column = type is VectorDataViewType vector
            ? typeof(VectorBlockColumn<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(PrimitiveBlockColumn<>).MakeGenericType(type.RawType);
        return (BlockColumn?)Activator.CreateInstance(column) ?? throw new MissingMethodException(column.Name);
    }

    /// <param name="getter">A <see cref="ValueGetter{TValue}"/> of the column's raw type.</param>
    public abstract BlockColumnWriter CreateWriter(Delegate getter);

    public abstract BlockColumnReader CreateReader();
}
