using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Contracts.Formats;
using VaePipeline.Contracts.Points;

namespace VaePipeline.Inference.Generation;

/// <summary>
/// A file of latents, or computed points, as ML.NET data: <c>Latent</c>, <c>Vector&lt;Single, L&gt;</c>; <c>Place</c>, where the row stands in
/// the file; and, where the file has further columns, <c>Extra</c>, their text. Unlike ML.NET's text loader, which turns bad
/// text into NaN, it reads strictly: a row that is no latent ends the cursor with an error that names the line. It streams,
/// in order, and memory does not grow with the file. Any number of threads may use it, each with a cursor of its own;
/// of standard input there is one cursor.
/// </summary>
public sealed class LatentView : IDataView, IDisposable
{
    /// <summary>Name of the column of latents.</summary>
    public const string LatentColumn = "Latent";

    /// <summary>
    /// Name of the column of places, <c>Vector&lt;Int64, 4&gt;</c>: the row's line, from 1; the first byte behind it; and
    /// how many rows were skipped up to there, and how many bytes of rejects they made.
    /// </summary>
    public const string PlaceColumn = "Place";

    /// <summary>Name of the column of further cells, as CSV text.</summary>
    public const string ExtraColumn = "Extra";

    private readonly Func<LatentReader> _open;
    private readonly RejectsFile? _rejects;
#pragma warning disable CA2213 // Dispose takes it out of the field first.
    private LatentReader? _opened;
#pragma warning restore CA2213 // As above.

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="input">Which file, and how to read it.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="Contracts.Errors.BadInputException">The file cannot be read, or has no such columns.</exception>
    public LatentView(LatentInput input)
        : this(input, rejects: null)
    {
    }

    /// <summary>Serves points that are computed. Their number stands for their line.</summary>
    /// <param name="points">The points.</param>
    public LatentView(LatentPoints points)
        : this(() => LatentReader.Open(points), (points ?? throw new ArgumentNullException(nameof(points))).LatentSize, rejects: null)
    {
    }

    /// <summary>Opens a file of which bad rows are skipped.</summary>
    /// <param name="input">Which file, and how to read it.</param>
    /// <param name="rejects">Takes the bad rows of the one cursor; stays the caller's. Null: they are errors.</param>
    internal LatentView(LatentInput input, RejectsFile? rejects)
        : this(() => LatentReader.Open(input), (input ?? throw new ArgumentNullException(nameof(input))).LatentSize, rejects)
    {
    }

    private LatentView(Func<LatentReader> open, int latentSize, RejectsFile? rejects)
    {
        _open = open;
        _rejects = rejects;
        _opened = open();
        ExtraColumns = _opened.ExtraColumns;
        DataViewSchema.Builder builder = new();
        builder.AddColumn(LatentColumn, new VectorDataViewType(NumberDataViewType.Single, latentSize));
        builder.AddColumn(PlaceColumn, new VectorDataViewType(NumberDataViewType.Int64, RowPlace.Numbers));
        if (ExtraColumns.Count > 0)
        {
            builder.AddColumn(ExtraColumn, TextDataViewType.Instance);
        }

        Schema = builder.ToSchema();
    }

    /// <summary>Names of the file's further columns, in their order.</summary>
    public IReadOnlyList<string> ExtraColumns { get; }

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <summary>Always false: a stream is read in its order.</summary>
    public bool CanShuffle => false;

    /// <summary>The reader of the cursor that was opened last: how far it is.</summary>
    internal LatentReader? Reader { get; private set; }

    /// <summary>Always null: nobody knows before the file is read.</summary>
    /// <returns>Null.</returns>
    public long? GetRowCount() => null;

    /// <summary>Opens a cursor over the rows in the file's order. The caller disposes it.</summary>
    /// <param name="columnsNeeded">Columns that will be read.</param>
    /// <param name="rand">Ignored, as <see cref="CanShuffle"/> says.</param>
    /// <returns>The cursor.</returns>
    /// <exception cref="Contracts.Errors.BadInputException">From <c>MoveNext</c>: the file cannot be read, or a line is wrong; the message names it.</exception>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        LatentReader reader = Interlocked.Exchange(ref _opened, null) ?? _open();
        Reader = reader;
        return new LatentCursor(Schema, columnsNeeded.Select(column => column.Name).ToHashSet(), reader, _rejects);
    }

    /// <summary>One cursor, whatever <paramref name="n"/> is: a file is read from its start.</summary>
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

    /// <summary>Closes the file, if no cursor has taken it. Cursors are their callers' to dispose.</summary>
    public void Dispose() => Interlocked.Exchange(ref _opened, null)?.Dispose();
}
