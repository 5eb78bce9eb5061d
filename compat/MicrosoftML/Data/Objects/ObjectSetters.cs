using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Writes columns' values into members: vectors into arrays (the member's own, where its length fits), text into strings.</summary>
internal static class ObjectSetters
{
    /// <summary>An action that copies the column's current value into the member.</summary>
    public static Action<TRow> Create<TRow>(RowMember member, DataViewRow input, DataViewSchema.Column column)
        where TRow : class
    {
        Type type = member.MemberType;
        if (type == typeof(string))
            return Text<TRow>(member.Member, input.GetGetter<ReadOnlyMemory<char>>(column));
        if (type == typeof(string[]))
            return Texts<TRow>(member.Member, input.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column));
        string method = type.IsArray ? nameof(Items) : column.Type is VectorDataViewType ? nameof(Vector) : nameof(Value);
        return GenericCall.Static<Action<TRow>>(typeof(ObjectSetters), method, [typeof(TRow), column.Type.ItemTypeOf().RawType], member.Member, input, column);
    }

    private static Action<TRow> Text<TRow>(MemberInfo member, ValueGetter<ReadOnlyMemory<char>> getter)
    {
        Action<TRow, string> write = CompileWriter<TRow, string>(member);
        ReadOnlyMemory<char> value = default;
        return row =>
        {
            getter(ref value);
            write(row, value.ToString());
        };
    }

    private static Action<TRow> Texts<TRow>(MemberInfo member, ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter)
    {
        Func<TRow, string[]?> read = CompileReader<TRow, string[]?>(member);
        Action<TRow, string[]> write = CompileWriter<TRow, string[]>(member);
        VBuffer<ReadOnlyMemory<char>> value = default;
        return row =>
        {
            getter(ref value);
            string[]? texts = read(row);
            if (texts?.Length != value.Length)
                texts = new string[value.Length];
            foreach ((int i, ReadOnlyMemory<char> text) in value.Items(all: true))
                texts[i] = text.ToString();
            write(row, texts);
        };
    }

    private static Action<TRow> Items<TRow, T>(MemberInfo member, DataViewRow input, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<T>> getter = input.GetGetter<VBuffer<T>>(column);
        Func<TRow, T[]?> read = CompileReader<TRow, T[]?>(member);
        Action<TRow, T[]> write = CompileWriter<TRow, T[]>(member);
        VBuffer<T> value = default;
        return row =>
        {
            getter(ref value);
            // As in ML.NET, an array is kept only for a dense vector of its length.
            T[]? items = read(row);
            if (items?.Length != value.Length || !value.IsDense)
                items = new T[value.Length];
            value.CopyTo(items);
            write(row, items);
        };
    }

    private static Action<TRow> Vector<TRow, T>(MemberInfo member, DataViewRow input, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<T>> getter = input.GetGetter<VBuffer<T>>(column);
        Func<TRow, VBuffer<T>> read = CompileReader<TRow, VBuffer<T>>(member);
        Action<TRow, VBuffer<T>> write = CompileWriter<TRow, VBuffer<T>>(member);
        return row =>
        {
            VBuffer<T> value = read(row);
            getter(ref value);
            write(row, value);
        };
    }

    private static Action<TRow> Value<TRow, T>(MemberInfo member, DataViewRow input, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = input.GetGetter<T>(column);
        Action<TRow, T> write = CompileWriter<TRow, T>(member);
        T value = default!; // Written by the getter before it is read.
        return row =>
        {
            getter(ref value);
            write(row, value);
        };
    }

    // A property without a getter gets a new array each time.
    private static Func<TRow, TValue> CompileReader<TRow, TValue>(MemberInfo member)
    {
        ParameterExpression row = Expression.Parameter(typeof(TRow));
        Expression value = member is PropertyInfo { CanRead: false } ? Expression.Default(typeof(TValue)) : Expression.MakeMemberAccess(row, member);
        return Expression.Lambda<Func<TRow, TValue>>(value, row).Compile();
    }

    private static Action<TRow, TValue> CompileWriter<TRow, TValue>(MemberInfo member)
    {
        ParameterExpression row = Expression.Parameter(typeof(TRow));
        ParameterExpression value = Expression.Parameter(typeof(TValue));
        return Expression.Lambda<Action<TRow, TValue>>(Expression.Assign(Expression.MakeMemberAccess(row, member), value), row, value).Compile();
    }
}
