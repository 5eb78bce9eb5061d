namespace Microsoft.ML.Data;

/// <summary>A column and the fields that it is read from.</summary>
internal sealed record TextColumn(string Name, PrimitiveDataViewType ItemType, TextSegment[] Segments)
{
    /// <summary>The number of fields of segments that do not end with the line.</summary>
    public int FixedSize => Segments.Where(segment => !segment.IsVariable).Sum(segment => segment.End - segment.Min);

    public bool IsVariable => Segments.Any(segment => segment.IsVariable);

    public DataViewType Type => IsVariable ? new VectorDataViewType(ItemType)
        : FixedSize > 1 || Segments[0].ForceVector ? new VectorDataViewType(ItemType, FixedSize)
        : ItemType;

    /// <exception cref="ArgumentOutOfRangeException">Two segments overlap.</exception>
    public TextColumn Checked()
    {
        TextSegment[] sorted = [.. Segments.OrderBy(segment => segment.Min)];
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i - 1].End > sorted[i].Min)
                throw Errors.Argument(nameof(TextLoader.Column.Source), $"Intervals specified for column '{Name}' overlap. Name each field once.");
        }

        return this;
    }
}
