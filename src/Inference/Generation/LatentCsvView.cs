using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Inference.Generation;

/// <summary>
/// A CSV file of latents as ML.NET data: one column <c>Latent</c>, <c>Vector&lt;Single, L&gt;</c>. Unlike ML.NET's text
/// loader, which turns bad text into NaN, it reads strictly: a line that is no row of L finite numbers ends the cursor
/// with an error that names the line. Lazy: each cursor opens the file for itself and streams it, in order; memory does
/// not grow with the file. Any number of threads may use it, each with a cursor of its own.
/// </summary>
public sealed class LatentCsvView : IDataView
{
    /// <summary>Name of the only column.</summary>
    public const string ColumnName = "Latent";

    private readonly string _path;

    /// <summary>Describes a file; it is not opened yet.</summary>
    /// <param name="path">Path of the CSV file.</param>
    /// <param name="latentSize">L, 1 or more: how many numbers each row has.</param>
    public LatentCsvView(string path, int latentSize)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(latentSize, 1);

        _path = path;
        LatentSize = latentSize;
        DataViewSchema.Builder builder = new();
        builder.AddColumn(ColumnName, new VectorDataViewType(NumberDataViewType.Single, latentSize));
        Schema = builder.ToSchema();
    }

    /// <summary>L, numbers in one latent.</summary>
    public int LatentSize { get; }

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <summary>Always false: a stream is read in its order.</summary>
    public bool CanShuffle => false;

    /// <summary>Always null: nobody knows before the file is read.</summary>
    /// <returns>Null.</returns>
    public long? GetRowCount() => null;

    /// <summary>Opens the file.</summary>
    /// <param name="columnsNeeded">Columns that will be read.</param>
    /// <param name="rand">Ignored, as <see cref="CanShuffle"/> says.</param>
    /// <returns>A cursor over the rows in the file's order. The caller disposes it.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="Contracts.Errors.BadInputException">Here or from <c>MoveNext</c>: the file cannot be read, or a line is wrong; the message names it.</exception>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        => Open(columnsNeeded);

    /// <summary>One cursor, whatever <paramref name="n"/> is: a text file is read from its start.</summary>
    /// <param name="columnsNeeded">Columns that will be read.</param>
    /// <param name="n">How many cursors the caller would like; a recommendation.</param>
    /// <param name="rand">Ignored, as <see cref="CanShuffle"/> says.</param>
    /// <returns>An array of one cursor.</returns>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
#pragma warning disable CA2000 // The cursor goes to the caller inside the array, which the analyzer does not follow.
        return [Open(columnsNeeded)];
#pragma warning restore CA2000 // As above.
    }

    private LatentCsvCursor Open(IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        return new LatentCsvCursor(this, _path, columnsNeeded.Any(column => column.Name == ColumnName));
    }
}
