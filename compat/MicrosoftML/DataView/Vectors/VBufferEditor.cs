using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Makes editors that write a vector into the arrays of an old one.</summary>
public static class VBufferEditor
{
    /// <summary>An editor of the same length and number of explicit values as <paramref name="destination"/>.</summary>
    public static VBufferEditor<T> CreateFromBuffer<T>(scoped ref VBuffer<T> destination) => destination.Edit();

    /// <summary>An editor of a vector with <paramref name="newLogicalLength"/> items, of which <paramref name="valuesCount"/> (default: all) are explicit.</summary>
    public static VBufferEditor<T> Create<T>(
        scoped ref VBuffer<T> destination,
        int newLogicalLength,
        int? valuesCount = null,
        int? maxValuesCapacity = null,
        bool keepOldOnResize = false,
        bool requireIndicesOnDense = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(newLogicalLength);
        int count = valuesCount ?? newLogicalLength;
        if (count < 0 || count > newLogicalLength)
            throw new ArgumentOutOfRangeException(nameof(valuesCount), string.Create(CultureInfo.InvariantCulture, $"Count of values is {count}; expected 0 to {newLogicalLength}."));
        return destination.Edit(newLogicalLength, count, maxValuesCapacity ?? Array.MaxLength, keepOldOnResize, requireIndicesOnDense);
    }
}
