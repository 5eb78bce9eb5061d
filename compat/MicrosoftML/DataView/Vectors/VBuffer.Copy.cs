using System.Globalization;

namespace Microsoft.ML.Data;

public readonly partial struct VBuffer<T>
{
    /// <summary>Makes <paramref name="destination"/> a dense copy, in its own arrays where they suffice.</summary>
    public void CopyToDense(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>Makes <paramref name="destination"/> a copy, dense or sparse as this is.</summary>
    public void CopyTo(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    /// <summary>Makes <paramref name="destination"/> a copy of a range.</summary>
    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        CheckRange(sourceIndex, Length, nameof(sourceIndex));
        CheckRange(length, Length - sourceIndex, nameof(length));
        int first = IsDense ? sourceIndex : LowerBound(sourceIndex);
        int count = IsDense ? length : LowerBound(sourceIndex + length) - first;
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length, count);
        GetValues().Slice(first, count).CopyTo(editor.Values);
        if (!IsDense && count < length)
        {
            for (int i = 0; i < count; i++)
                editor.Indices[i] = _indices![first + i] - sourceIndex;
        }

        destination = editor.Commit();
    }

    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    /// <summary>Writes all items to <paramref name="destination"/> from <paramref name="destinationIndex"/> on.</summary>
    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default!)
    {
        if (destinationIndex < 0 || destinationIndex > destination.Length - Length)
            throw new ArgumentOutOfRangeException(nameof(destination), string.Create(CultureInfo.InvariantCulture, $"Destination holds {destination.Length}; expected room for {Length} from {destinationIndex} on."));
        Span<T> target = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }

        // ML.NET ignores defaultValue for a vector without any explicit value.
        target.Fill(_count == 0 ? default! : defaultValue);
        for (int i = 0; i < _count; i++)
            target[_indices![i]] = _values![i];
    }

    /// <summary>Makes <paramref name="destination"/> a dense copy of a range of <paramref name="source"/>.</summary>
    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        CheckRange(length, source?.Length ?? 0, nameof(length));
        CheckRange(sourceIndex, (source?.Length ?? 0) - length, nameof(sourceIndex));
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    internal VBufferEditor<T> Edit(int length, int count, int maxCapacity, bool keepOld, bool indicesOnDense)
    {
        T[]? values = VectorArrays.Ensure(_values, count, maxCapacity, keepOld, out bool newValues);
        int[]? indices = _indices;
        bool newIndices = false;
        if (count < length || indicesOnDense)
            indices = VectorArrays.Ensure(_indices, count, maxCapacity, keepOld, out newIndices);
        return new VBufferEditor<T>(length, count, values, indices, indicesOnDense, newValues, newIndices);
    }

    internal VBufferEditor<T> Edit() => Edit(Length, _count, Array.MaxLength, keepOld: false, indicesOnDense: false);

    private int LowerBound(int index)
    {
        int found = GetIndices().BinarySearch(index);
        return found >= 0 ? found : ~found;
    }

    private static void CheckRange(int value, int largest, string name)
    {
        if (value < 0 || value > largest)
            throw new ArgumentOutOfRangeException(name, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; expected 0 to {largest}."));
    }
}
