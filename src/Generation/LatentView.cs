using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Data.Latents;
using VaePipeline.Data.Points;

namespace VaePipeline.Generation;

/// <summary>
/// A file of latents, or computed points, as ML.NET data: <c>Latent</c>, <c>Vector&lt;Single, L&gt;</c>; <c>Place</c>, where the row stands in
/// the file; and, where the file has further columns, <c>Extra</c>, their text. Unlike ML.NET's text loader, which turns bad
/// text into NaN, it reads strictly: a row that is no latent ends the cursor with an error that names the line. It streams,
/// in order, and memory does not grow with the file. Any number of threads may use it, each with a cursor of its own;
/// of standard input there is one cursor.
/// </summary>
public sealed class LatentView : StreamView<LatentReader>
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

    private readonly RejectsFile? _rejects;

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
        : base(
            open,
            reader => reader.ExtraColumns,
            ExtraColumn,
            (LatentColumn, new VectorDataViewType(NumberDataViewType.Single, latentSize)),
            (PlaceColumn, new VectorDataViewType(NumberDataViewType.Int64, RowPlace.Numbers)))
        => _rejects = rejects;

    private protected override DataViewRowCursor Cursor(IReadOnlySet<string> active, LatentReader reader) => new LatentCursor(Schema, active, reader, _rejects);
}
