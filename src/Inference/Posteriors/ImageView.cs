using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Contracts.Formats;

namespace VaePipeline.Inference.Posteriors;

/// <summary>
/// A file or folder of images as ML.NET data: <c>Image</c>, <c>Vector&lt;Single, C, H, W&gt;</c> in [0, 1], and, where more
/// is known of the images, <c>Extra</c>, that as CSV text. It streams, in order, and memory does not grow with the images.
/// Any number of threads may use it, each with a cursor of its own; of standard input there is one cursor.
/// </summary>
public sealed class ImageView : IDataView, IDisposable
{
    /// <summary>Name of the column of images.</summary>
    public const string ImageColumn = "Image";

    /// <summary>Name of the column of what else is known, as CSV text.</summary>
    public const string ExtraColumn = "Extra";

    private readonly ImageInput _input;
#pragma warning disable CA2213 // Dispose takes it out of the field first.
    private ImageReader? _opened;
#pragma warning restore CA2213 // As above.

    /// <summary>Opens the images and reads their header.</summary>
    /// <param name="input">Which images, and how to read them.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="Contracts.Errors.BadInputException">The images cannot be read, or are of another shape.</exception>
    public ImageView(ImageInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = input;
        _opened = ImageReader.Open(input);
        ExtraColumns = _opened.ExtraColumns;
        DataViewSchema.Builder builder = new();
        builder.AddColumn(ImageColumn, new VectorDataViewType(NumberDataViewType.Single, input.Shape.Channels, input.Shape.Height, input.Shape.Width));
        if (ExtraColumns.Count > 0)
        {
            builder.AddColumn(ExtraColumn, TextDataViewType.Instance);
        }

        Schema = builder.ToSchema();
    }

    /// <summary>Names of what <see cref="ExtraColumn"/> tells, in its order.</summary>
    public IReadOnlyList<string> ExtraColumns { get; }

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <summary>Always false: a stream is read in its order.</summary>
    public bool CanShuffle => false;

    /// <summary>The reader of the cursor that was opened last: how far it is.</summary>
    internal ImageReader? Reader { get; private set; }

    /// <summary>Always null: of most inputs nobody knows before they are read.</summary>
    /// <returns>Null.</returns>
    public long? GetRowCount() => null;

    /// <summary>Opens a cursor over the images in their order. The caller disposes it.</summary>
    /// <param name="columnsNeeded">Columns that will be read.</param>
    /// <param name="rand">Ignored, as <see cref="CanShuffle"/> says.</param>
    /// <returns>The cursor.</returns>
    /// <exception cref="Contracts.Errors.BadInputException">From <c>MoveNext</c>: an image is wrong, or the file is damaged; the message says where.</exception>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        ImageReader reader = Interlocked.Exchange(ref _opened, null) ?? ImageReader.Open(_input);
        Reader = reader;
        return new ImageCursor(Schema, columnsNeeded.Select(column => column.Name).ToHashSet(), reader, _input.Shape.PixelCount);
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

    /// <summary>Closes the images, if no cursor has taken them. Cursors are their callers' to dispose.</summary>
    public void Dispose() => Interlocked.Exchange(ref _opened, null)?.Dispose();
}
