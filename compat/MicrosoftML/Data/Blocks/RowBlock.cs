namespace Microsoft.ML.Data;

/// <summary>Consecutive rows of one batch: the values of each column, or the exception that ended the rows.</summary>
internal sealed record RowBlock(Array[] Columns, int Count, long Batch)
{
    public Exception? Failure { get; private init; }

    public static RowBlock Failed(Exception failure) => new([], 0, 0) { Failure = failure };
}
