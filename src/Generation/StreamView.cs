using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Generation;

/// <summary>
/// Rows that come from a reader, one after the other, as ML.NET data: what does not depend on their kind. It streams, in
/// order, and memory does not grow with the rows. Any number of threads may use it, each with a cursor of its own; of
/// standard input there is one cursor.
/// </summary>
/// <typeparam name="TReader">What reads the rows.</typeparam>
public abstract class StreamView<TReader> : IDataView, IDisposable
    where TReader : class, IDisposable
{
    /// <summary>Name of the column of further cells, as CSV text.</summary>
    public const string ExtraColumn = "Extra";

    private readonly Func<TReader> _open;
    private TReader? _opened;

    /// <summary>Opens the rows and reads their header.</summary>
    /// <param name="open">Opens a reader at the first row.</param>
    /// <param name="extraColumns">Names of what a reader knows besides.</param>
    /// <param name="column">Name of the column of a row's numbers.</param>
    /// <param name="shape">Their shape.</param>
    private protected StreamView(Func<TReader> open, Func<TReader, IReadOnlyList<string>> extraColumns, string column, params int[] shape)
    {
        _open = open;
        _opened = open();
        ExtraColumns = extraColumns(_opened);
        VectorDataViewType type = new(NumberDataViewType.Single, shape);
        RowSize = type.Size;
        DataViewSchema.Builder builder = new();
        builder.AddColumn(column, type);
        if (ExtraColumns.Count > 0)
        {
            builder.AddColumn(ExtraColumn, TextDataViewType.Instance);
        }

        Schema = builder.ToSchema();
    }

    /// <summary>Names of what the column <c>Extra</c> tells, in its order; empty where there is none.</summary>
    public IReadOnlyList<string> ExtraColumns { get; }

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <summary>Always false: a stream is read in its order.</summary>
    public bool CanShuffle => false;

    /// <summary>The reader of the cursor that was opened last: how far it is.</summary>
    internal TReader? Reader { get; private set; }

    /// <summary>Numbers in a row.</summary>
    internal int RowSize { get; }

    /// <summary>Always null: the number is not known before all is read.</summary>
    /// <returns>Null.</returns>
    public long? GetRowCount() => null;

    /// <summary>Opens a cursor over the rows in their order. The caller disposes it.</summary>
    /// <param name="columnsNeeded">Columns that will be read.</param>
    /// <param name="rand">Ignored, as <see cref="CanShuffle"/> says.</param>
    /// <returns>The cursor.</returns>
    /// <exception cref="Contracts.Errors.BadInputException">From <c>MoveNext</c>: the input cannot be read, or a row is wrong; the message says where.</exception>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        TReader reader = Interlocked.Exchange(ref _opened, null) ?? _open();
        Reader = reader;
        return new StreamCursor<TReader>(this, columnsNeeded.Select(column => column.Name).ToHashSet(), reader);
    }

    /// <summary>One cursor, whatever <paramref name="n"/> is: a stream is read from its start.</summary>
    /// <param name="columnsNeeded">Columns that will be read.</param>
    /// <param name="n">How many cursors the caller would like; a recommendation.</param>
    /// <param name="rand">Ignored, as <see cref="CanShuffle"/> says.</param>
    /// <returns>An array of one cursor.</returns>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
#pragma warning disable CA2000 // The cursor goes to the caller inside the array, which the analyzer does not follow.
        return [GetRowCursor(columnsNeeded)];
#pragma warning restore CA2000 // As above.
    }

    /// <summary>Closes the input, if no cursor has taken it. Cursors are their callers' to dispose.</summary>
    public void Dispose()
    {
        Interlocked.Exchange(ref _opened, null)?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads the next row; false at the end.</summary>
    internal abstract bool TryRead(TReader reader, Span<float> values);

    /// <summary>The row's further cells, as CSV text.</summary>
    internal abstract string Extra(TReader reader);
}
