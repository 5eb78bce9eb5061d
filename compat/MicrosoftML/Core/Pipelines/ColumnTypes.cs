namespace Microsoft.ML.Data;

/// <summary>Questions about column types.</summary>
internal static class ColumnTypes
{
    private static readonly Dictionary<Type, PrimitiveDataViewType> Primitives = new PrimitiveDataViewType[]
    {
        NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16,
        NumberDataViewType.Int32, NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64,
        NumberDataViewType.Single, NumberDataViewType.Double, TextDataViewType.Instance, BooleanDataViewType.Instance,
        RowIdDataViewType.Instance, DateTimeDataViewType.Instance, DateTimeOffsetDataViewType.Instance, TimeSpanDataViewType.Instance,
    }.ToDictionary(type => type.RawType);

    /// <summary>The plain (not key) type whose values are <paramref name="rawType"/>; <see cref="string"/> counts as text.</summary>
    public static PrimitiveDataViewType PrimitiveOf(Type rawType) => PrimitiveOrNull(rawType)
        ?? throw new ArgumentOutOfRangeException(nameof(rawType), $"{rawType} is not the raw type of a primitive column type.");

    public static PrimitiveDataViewType? PrimitiveOrNull(Type rawType) =>
        rawType == typeof(string) ? TextDataViewType.Instance : Primitives.GetValueOrDefault(rawType);

    /// <summary>The type of a vector's items, or the type itself.</summary>
    public static DataViewType ItemTypeOf(this DataViewType type) => (type as VectorDataViewType)?.ItemType ?? type;

    /// <summary>Whether values may be buffered and cross threads: primitives and vectors of them.</summary>
    public static bool IsCacheable(this DataViewType type) => type is PrimitiveDataViewType or VectorDataViewType;
}
