namespace Microsoft.ML.Data;

/// <summary>Values of one column by slot. One thread fills slots while others read those filled before.</summary>
internal abstract class ColumnStore
{
    public static ColumnStore Create(DataViewType type) => type is VectorDataViewType vector
        ? Make(typeof(VectorColumnStore<>), vector.ItemType.RawType)
        : Make(typeof(PrimitiveColumnStore<>), type.RawType);

    /// <summary>An action that copies a row's current value into a slot.</summary>
    public abstract Action<int> CreateWriter(Delegate getter);

    /// <summary>A <see cref="ValueGetter{TValue}"/> that copies the value out of the slot that <paramref name="slot"/> names at that moment.</summary>
    public abstract Delegate CreateGetter(Func<int> slot);

    private static ColumnStore Make(Type open, Type item) =>
        (ColumnStore?)Activator.CreateInstance(open.MakeGenericType(item)) ?? throw new MissingMethodException(open.Name);
}
