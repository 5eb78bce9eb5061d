using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Write access to the arrays of a vector in the making; <see cref="Commit"/> makes it.</summary>
public readonly ref struct VBufferEditor<T>
{
    /// <summary>The explicit values. What they hold at first is undefined.</summary>
    public readonly Span<T> Values;

    /// <summary>The places of the explicit values; empty for a dense vector.</summary>
    public readonly Span<int> Indices;

    private readonly int _length;
    private readonly T[]? _values;
    private readonly int[]? _indices;

    internal VBufferEditor(int length, int count, T[]? values, int[]? indices, bool indicesOnDense, bool newValues, bool newIndices)
    {
        _length = length;
        _values = values;
        _indices = indices;
        Values = values.AsSpan(0, count);
        Indices = count < length || indicesOnDense ? indices.AsSpan(0, count) : default;
        CreatedNewValues = newValues;
        CreatedNewIndices = newIndices;
    }

    public bool CreatedNewValues { get; }

    public bool CreatedNewIndices { get; }

    public VBuffer<T> Commit() => new(_length, Values.Length, _values, _indices);

    /// <summary>Makes the vector with the first <paramref name="physicalValuesCount"/> explicit values only.</summary>
    public VBuffer<T> CommitTruncated(int physicalValuesCount)
    {
        if (physicalValuesCount > Values.Length)
            throw new ArgumentOutOfRangeException(nameof(physicalValuesCount), string.Create(CultureInfo.InvariantCulture, $"Count of values is {physicalValuesCount}; expected at most {Values.Length}."));
        return new VBuffer<T>(_length, physicalValuesCount, _values, _indices);
    }
}
