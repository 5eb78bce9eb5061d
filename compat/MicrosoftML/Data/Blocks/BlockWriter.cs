namespace Microsoft.ML.Data;

/// <summary>Gathers rows of a cursor into a block.</summary>
internal sealed class BlockWriter(BlockLayout layout, DataViewRow row)
{
    private readonly BlockColumnWriter[] _columns = layout.CreateWriters(row);

    public int Count { get; private set; }

    /// <summary>Adds the current row.</summary>
    public void Append()
    {
        foreach (BlockColumnWriter column in _columns)
            column.Append();
        Count++;
    }

    /// <summary>The rows since the last call.</summary>
    public RowBlock Take(long batch)
    {
        var block = new RowBlock(Array.ConvertAll(_columns, column => column.Take()), Count, batch);
        Count = 0;
        return block;
    }
}
