namespace Microsoft.ML.Data;

/// <summary>Hands out the rows of a cache, to one cursor or in blocks to several.</summary>
internal sealed class CacheOrder(CacheFill[] fills, int[]? permutation, bool blocks)
{
    /// <summary>Rows that one cursor of a set takes at a time; they share a batch number.</summary>
    public const int RowsInBlock = 64;

    private long _nextBlock = -1;

    /// <summary>The number of the next block that no cursor has; for a lone cursor there is only one, of all rows.</summary>
    public long TakeBlock() => Interlocked.Increment(ref _nextBlock);

    public (long First, long End) RowsOf(long block) => blocks ? (block * RowsInBlock, (block + 1) * RowsInBlock) : block == 0 ? (0, long.MaxValue) : (0, 0);

    /// <summary>Waits for a row.</summary>
    /// <returns>How many rows can be read now; not more than <paramref name="row"/>, if there is no such row.</returns>
    public long WaitFor(long row) => fills.Min(fill => fill.WaitFor(row));

    /// <summary>The cache slot of the row that comes as number <paramref name="row"/>.</summary>
    public int SlotOf(long row) => permutation is null ? (int)row : permutation[(int)row];
}
