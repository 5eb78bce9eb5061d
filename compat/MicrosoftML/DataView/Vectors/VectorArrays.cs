using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Grows the arrays beneath a <see cref="VBuffer{T}"/>.</summary>
internal static class VectorArrays
{
    private const int SmallestCapacity = 4;

    /// <summary><paramref name="array"/> if it holds <paramref name="count"/> items, else a larger one: at least double the old one, at most <paramref name="maxCapacity"/>.</summary>
    public static T[]? Ensure<T>(T[]? array, int count, int maxCapacity, bool keepOld, out bool created)
    {
        if (count > maxCapacity)
            throw new ArgumentOutOfRangeException(nameof(count), string.Create(CultureInfo.InvariantCulture, $"A vector needs {count} values; its capacity is limited to {maxCapacity}."));
        created = count > (array?.Length ?? 0);
        if (!created)
            return array;
        long capacity = array is null or { Length: 0 } ? SmallestCapacity : 2L * array.Length;
        var larger = new T[Math.Max(count, Math.Min(capacity, maxCapacity))];
        if (keepOld)
            array?.CopyTo(larger, 0);
        return larger;
    }
}
