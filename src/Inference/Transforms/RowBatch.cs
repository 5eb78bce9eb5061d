using System.Runtime.ExceptionServices;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>
/// Rows read ahead from a cursor, with everything of them that will be served: position, batch number, id, the active
/// columns, and the model's outputs. <see cref="RowReader.Read"/> fills it, <see cref="Run"/> computes the outputs.
/// </summary>
internal sealed class RowBatch
{
    private readonly ColumnBuffer?[] _columns;

    /// <summary>Makes room for as many rows as the buffers have.</summary>
    /// <param name="buffers">The model's inputs and outputs; stay the caller's.</param>
    /// <param name="columns">By index of the column: where its values are, or <c>null</c> if it is not active.</param>
    public RowBatch(SessionBuffers buffers, ColumnBuffer?[] columns)
    {
        Buffers = buffers;
        _columns = columns;
        Positions = new long[buffers.Capacity];
        Batches = new long[buffers.Capacity];
        Ids = new DataViewRowId[buffers.Capacity];
    }

    /// <summary>The model's inputs and outputs.</summary>
    public SessionBuffers Buffers { get; }

    /// <summary>Each row's position in the source.</summary>
    public long[] Positions { get; }

    /// <summary>Each row's batch number in the source.</summary>
    public long[] Batches { get; }

    /// <summary>Each row's id in the source.</summary>
    public DataViewRowId[] Ids { get; }

    /// <summary>Rows that were read, and can be served once the model has run.</summary>
    public int Count { get; set; }

    /// <summary>Whether no rows follow: the source has no more, or there is a <see cref="Failure"/>.</summary>
    public bool IsLast { get; set; }

    /// <summary>
    /// What the source or the model threw after the last row of this batch. The rows before it are good and are served
    /// first, as they would be without reading ahead.
    /// </summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>The values of an active column, or <c>null</c> if it is not active.</summary>
    public ColumnBuffer? Column(int index) => _columns[index];

    /// <summary>Runs the model on the rows; if it fails, none of them can be served.</summary>
    public void Run()
    {
        if (Count == 0)
        {
            return;
        }

        try
        {
            Buffers.Run(Count);
        }
        catch (Exception failure)
        {
            Fail(failure, served: 0);
        }
    }

    /// <summary>Ends this batch, and the data, after its first <paramref name="served"/> rows.</summary>
    public void Fail(Exception failure, int served)
    {
        Failure = ExceptionDispatchInfo.Capture(failure);
        Count = served;
        IsLast = true;
    }
}
