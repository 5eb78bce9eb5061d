namespace Microsoft.ML.Data;

/// <summary>What a <see cref="DataKind"/> is as a column type, and in the schema that text files carry.</summary>
internal static class DataKinds
{
    private static readonly (DataKind Kind, PrimitiveDataViewType Type, string Code)[] All =
    [
        (DataKind.SByte, NumberDataViewType.SByte, "I1"),
        (DataKind.Byte, NumberDataViewType.Byte, "U1"),
        (DataKind.Int16, NumberDataViewType.Int16, "I2"),
        (DataKind.UInt16, NumberDataViewType.UInt16, "U2"),
        (DataKind.Int32, NumberDataViewType.Int32, "I4"),
        (DataKind.UInt32, NumberDataViewType.UInt32, "U4"),
        (DataKind.Int64, NumberDataViewType.Int64, "I8"),
        (DataKind.UInt64, NumberDataViewType.UInt64, "U8"),
        (DataKind.Single, NumberDataViewType.Single, "R4"),
        (DataKind.Double, NumberDataViewType.Double, "R8"),
        (DataKind.String, TextDataViewType.Instance, "TX"),
        (DataKind.Boolean, BooleanDataViewType.Instance, "BL"),
        (DataKind.TimeSpan, TimeSpanDataViewType.Instance, "TS"),
        (DataKind.DateTime, DateTimeDataViewType.Instance, "DT"),
        (DataKind.DateTimeOffset, DateTimeOffsetDataViewType.Instance, "DZ"),
    ];

    public static PrimitiveDataViewType TypeOf(DataKind kind) => Array.Find(All, entry => entry.Kind == kind).Type
        ?? throw new ArgumentOutOfRangeException(nameof(kind), Errors.Invariant($"Data kind is {(int)kind}; expected 1 to 15."));

    public static DataKind? KindOrNull(Type rawType)
    {
        PrimitiveDataViewType? type = ColumnTypes.PrimitiveOrNull(rawType);
        DataKind kind = Array.Find(All, entry => ReferenceEquals(entry.Type, type)).Kind;
        return kind == default ? null : kind;
    }

    public static string CodeOf(Type rawType) => Array.Find(All, entry => entry.Type.RawType == rawType).Code;

    public static DataKind? KindOfCode(string code)
    {
        DataKind kind = Array.Find(All, entry => string.Equals(entry.Code, code, StringComparison.OrdinalIgnoreCase)).Kind;
        return kind == default ? null : kind;
    }
}
