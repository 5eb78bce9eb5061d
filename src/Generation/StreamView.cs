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
    private readonly Func<TReader> _open;
    private TReader? _opened;

    /// <summary>Opens the rows and reads their header.</summary>
    /// <param name="open">Opens a reader at the first row.</param>
    /// <param name="extraColumns">Names of what a reader knows besides.</param>
    /// <param name="extraColumn">Name of the column for that; it is there where there are such names.</param>
    /// <param name="columns">The other columns.</param>
    private protected StreamView(Func<TReader> open, Func<TReader, IReadOnlyList<string>> extraColumns, string extraColumn, params ReadOnlySpan<(string Name, DataViewType Type)> columns)
    {
        _open = open;
        _opened = open();
        ExtraColumns = extraColumns(_opened);
        DataViewSchema.Builder builder = new();
        foreach ((string name, DataViewType type) in columns)
        {
            builder.AddColumn(name, type);
        }

        if (ExtraColumns.Count > 0)
        {
            builder.AddColumn(extraColumn, TextDataViewType.Instance);
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

    /// <summary>Always null: nobody knows before all is read.</summary>
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
        return Cursor(columnsNeeded.Select(column => column.Name).ToHashSet(), reader);
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

    /// <summary>A cursor, which owns the reader from now on.</summary>
    private protected abstract DataViewRowCursor Cursor(IReadOnlySet<string> active, TReader reader);
}
