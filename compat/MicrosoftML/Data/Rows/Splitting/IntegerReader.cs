using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>Reads columns of integers, keys and truth values as one type; negative numbers keep their sign's bits.</summary>
internal static class IntegerReader
{
    private static readonly Type[] Types = [typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(bool)];

    public static bool CanRead(Type rawType) => Types.Contains(rawType);

    public static Func<ulong> Create(DataViewRow row, DataViewSchema.Column column) => column.Type.RawType == typeof(bool)
        ? MakeTruthReader(row.GetGetter<bool>(column))
        : GenericCall.Static<Func<ulong>>(typeof(IntegerReader), nameof(Make), [column.Type.RawType], row, column);

    private static Func<ulong> Make<T>(DataViewRow row, DataViewSchema.Column column)
        where T : struct, IBinaryInteger<T>
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default;
            getter(ref value);
            return ulong.CreateTruncating(value);
        };
    }

    private static Func<ulong> MakeTruthReader(ValueGetter<bool> getter) => () =>
    {
        bool value = false;
        getter(ref value);
        return value ? 1UL : 0;
    };
}
