using System.Collections;
using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>
/// A vector over arrays that may be longer than it: dense, or sparse with ascending indices of the explicit values.
/// Made anew by <see cref="VBufferEditor"/>, which reuses the arrays.
/// </summary>
public readonly partial struct VBuffer<T> : IEnumerable
{
    /// <summary>The number of items, explicit or not.</summary>
    public readonly int Length;

    private readonly T[]? _values;
    private readonly int[]? _indices;
    private readonly int _count;

    /// <summary>A dense vector over <paramref name="values"/>, which it keeps.</summary>
    public VBuffer(int length, T[]? values, int[]? indices = null)
        : this(length, length, values, indices)
    {
    }

    /// <summary>A vector with <paramref name="count"/> explicit values; the arrays are kept, not copied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative length, a count beyond it, or an array too short.</exception>
    public VBuffer(int length, int count, T[]? values, int[]? indices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (count < 0 || count > length)
            throw new ArgumentOutOfRangeException(nameof(count), string.Create(CultureInfo.InvariantCulture, $"VBuffer count is {count}; expected 0 to {length}."));
        if ((values?.Length ?? 0) < count)
            throw new ArgumentOutOfRangeException(nameof(values), string.Create(CultureInfo.InvariantCulture, $"VBuffer has {values?.Length ?? 0} values; expected at least {count}."));
        if (count < length && (indices?.Length ?? 0) < count)
            throw new ArgumentOutOfRangeException(nameof(indices), string.Create(CultureInfo.InvariantCulture, $"VBuffer has {indices?.Length ?? 0} indices; expected at least {count}."));
        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
    }

    public bool IsDense => _count == Length;

    /// <summary>The explicit values; all of them, where the vector is dense.</summary>
    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    /// <summary>The place of each explicit value, ascending; empty where the vector is dense.</summary>
    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    /// <summary>The explicit values with their places, or all items with theirs.</summary>
    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        if (IsDense || !all)
        {
            for (int i = 0; i < _count; i++)
                yield return new KeyValuePair<int, T>(IsDense ? i : _indices![i], _values![i]);
            yield break;
        }

        int next = 0;
        for (int i = 0; i < Length; i++)
            yield return new KeyValuePair<int, T>(i, next < _count && _indices![next] == i ? _values![next++] : default!);
    }

    /// <summary>All items in order.</summary>
    public IEnumerable<T> DenseValues() => Items(all: true).Select(item => item.Value);

    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    public T GetItemOrDefault(int index)
    {
        if (index < 0 || index >= Length)
            throw new ArgumentOutOfRangeException(nameof(index), string.Create(CultureInfo.InvariantCulture, $"VBuffer index is {index}; expected 0 to {Length - 1}."));
        if (IsDense)
            return _values![index];
        int slot = GetIndices().BinarySearch(index);
        return slot >= 0 ? _values![slot] : default!;
    }

    public override string ToString() => IsDense
        ? string.Create(CultureInfo.InvariantCulture, $"Dense vector of size {Length}")
        : string.Create(CultureInfo.InvariantCulture, $"Sparse vector of size {Length}, {_count} explicit values");

    /// <summary>As in ML.NET this walks over the array beneath, spare room included; use <see cref="DenseValues"/>.</summary>
    public IEnumerator GetEnumerator() => _values!.GetEnumerator();
}
