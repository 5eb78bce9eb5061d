namespace Microsoft.ML.Data;

/// <summary>Consecutive fields, the end excluded; <see cref="LineEnd"/>: to the end of each line.</summary>
internal readonly record struct TextSegment(int Min, int End, bool ForceVector)
{
    public const int LineEnd = int.MaxValue;

    public bool IsVariable => End == LineEnd;
}
