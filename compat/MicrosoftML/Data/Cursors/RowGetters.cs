using System.Collections.Concurrent;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Getters of columns whose type is known at run time only.</summary>
internal static class RowGetters
{
    private static readonly ConcurrentDictionary<Type, Func<DataViewRow, DataViewSchema.Column, Delegate>> Factories = new();

    private static readonly MethodInfo Open = typeof(RowGetters).GetMethod(nameof(Get), BindingFlags.NonPublic | BindingFlags.Static)
        ?? throw new MissingMethodException(nameof(RowGetters), nameof(Get));

    /// <summary>A <see cref="ValueGetter{TValue}"/> of the column's raw type.</summary>
    public static Delegate AsDelegate(DataViewRow row, DataViewSchema.Column column) => Factories.GetOrAdd(
        column.Type.RawType,
        rawType => Open.MakeGenericMethod(rawType).CreateDelegate<Func<DataViewRow, DataViewSchema.Column, Delegate>>())(row, column);

    /// <summary>The typed getter, or an exception that names both types.</summary>
    public static ValueGetter<TValue> Cast<TValue>(Delegate? getter, DataViewSchema.Column column)
    {
        if (getter is null)
            throw Errors.InactiveColumn(column.Name);
        return getter as ValueGetter<TValue> ?? throw Errors.WrongGetterType(column.Name, typeof(TValue), getter.GetType().GetGenericArguments()[0]);
    }

    private static Delegate Get<TValue>(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<TValue>(column);
}
