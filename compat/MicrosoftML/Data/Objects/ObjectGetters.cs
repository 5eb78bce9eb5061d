using System.Linq.Expressions;
using System.Numerics;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Getters over plain .NET values: arrays become vectors, strings become text, numbers stay.</summary>
internal static class ObjectGetters
{
    /// <summary>A getter of the column's raw type that reads a member of the current row object.</summary>
    public static Delegate FromMember<TRow>(RowMember member, Func<TRow> current)
        where TRow : class => GenericCall.Static<Delegate>(typeof(ObjectGetters), nameof(FromTypedMember), [typeof(TRow), member.MemberType], member, current);

    /// <summary>A getter whose type follows from <typeparamref name="T"/>.</summary>
    public static Delegate FromValue<T>(Func<T> source)
    {
        if (source is Func<string> text)
            return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = text().AsMemory());
        if (source is Func<string[]> texts)
            return FromTexts(texts);
        if (typeof(T).IsArray)
            return GenericCall.Static<Delegate>(typeof(ObjectGetters), nameof(FromArray), [typeof(T).GetElementType()!], source); // An array has an element type.
        if (typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(VBuffer<>))
            return GenericCall.Static<Delegate>(typeof(ObjectGetters), nameof(FromVector), typeof(T).GetGenericArguments(), source);
        return (ValueGetter<T>)((ref T value) => value = source());
    }

    private static Delegate FromTypedMember<TRow, TValue>(RowMember member, Func<TRow> current)
        where TRow : class
    {
        Func<TRow, TValue> read = CompileReader<TRow, TValue>(member.Member);
        if (member.ColumnType is KeyDataViewType key)
            return GenericCall.Static<Delegate>(typeof(ObjectGetters), nameof(FromKey), [typeof(TValue)], () => read(current()), key.Count);
        return FromValue(() => read(current()));
    }

    private static Func<TRow, TValue> CompileReader<TRow, TValue>(MemberInfo member)
    {
        ParameterExpression row = Expression.Parameter(typeof(TRow));
        return Expression.Lambda<Func<TRow, TValue>>(Expression.MakeMemberAccess(row, member), row).Compile();
    }

    // A member counts from 0, a key from 1; what is beyond its cardinality is missing.
    private static ValueGetter<T> FromKey<T>(Func<T> source, ulong count)
        where T : IUnsignedNumber<T>, IBinaryInteger<T>
    {
        if (typeof(T) == typeof(ushort))
            throw new InvalidOperationException("A member of type UInt16 cannot be a key column. Use Byte, UInt32 or UInt64.");
        return (ref T value) =>
        {
            ulong key = ulong.CreateChecked(source());
            value = key < count ? T.CreateChecked(key + 1) : T.Zero;
        };
    }

    private static ValueGetter<VBuffer<ReadOnlyMemory<char>>> FromTexts(Func<string[]?> source) => (ref VBuffer<ReadOnlyMemory<char>> value) =>
    {
        string[] texts = source() ?? [];
        VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref value, texts.Length);
        for (int i = 0; i < texts.Length; i++)
            editor.Values[i] = texts[i].AsMemory();
        value = editor.Commit();
    };

    private static ValueGetter<VBuffer<T>> FromArray<T>(Func<T[]?> source) => (ref VBuffer<T> value) =>
    {
        T[] items = source() ?? [];
        VBufferEditor<T> editor = VBufferEditor.Create(ref value, items.Length);
        items.CopyTo(editor.Values);
        value = editor.Commit();
    };

    private static ValueGetter<VBuffer<T>> FromVector<T>(Func<VBuffer<T>> source) => (ref VBuffer<T> value) => source().CopyTo(ref value);
}
