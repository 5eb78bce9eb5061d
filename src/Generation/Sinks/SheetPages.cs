using VaePipeline.Contracts.Pictures;

namespace VaePipeline.Generation.Sinks;

/// <summary>How images are laid out on the pages of a contact sheet.</summary>
internal sealed class SheetPages
{
    /// <summary>The most images on a page: nobody looks at more.</summary>
    public const int MaximumImages = 10_000;

    private readonly ImageShape _shape;
    private readonly ImageSinkOptions _options;

    /// <summary>Lays them out.</summary>
    /// <exception cref="ArgumentException">A row, or so many rows as the options ask for, is more than a picture may hold.</exception>
    public SheetPages(string path, ImageShape shape, ImageSinkOptions options)
    {
        (_shape, _options) = (shape, options);
        Columns = options.Columns ?? ContactSheet.SquareColumns(shape, MaximumImages, options.Gap);

        // Half of what a sheet may hold: the images are kept beside it.
        long rowBytes = (long)Columns * (shape.Width + options.Gap) * (shape.Height + options.Gap) * shape.Channels;
        long fitting = ContactSheet.MaximumBytes / 2 / rowBytes;
        if (fitting < (options.PageRows ?? 1))
        {
            throw new ArgumentException(
                Invariant($"{path}: {options.PageRows ?? 1} rows of {Columns} images of {shape} make {(options.PageRows ?? 1) * rowBytes} bytes; expected at most {ContactSheet.MaximumBytes / 2} on a page. Use fewer columns or rows, or another format."),
                nameof(options));
        }

        Capacity = Columns * (options.PageRows ?? (int)Math.Clamp(Math.Min(fitting, MaximumImages / Columns), 1, int.MaxValue));
    }

    /// <summary>Images in a row of a full page.</summary>
    public int Columns { get; }

    /// <summary>Images on a full page.</summary>
    public int Capacity { get; }

    /// <summary>File of a page, from 0: the sheet's own name, then the same with <c>-0002</c>, ….</summary>
    public static string FileOf(string path, long page) => page == 0 ? path : Path.Combine(
        Path.GetDirectoryName(path) ?? "",
        Invariant($"{Path.GetFileNameWithoutExtension(path)}-{page + 1:D4}{Path.GetExtension(path)}"));

    /// <summary>An empty page: an only one is as square as it can be, of several all are as wide.</summary>
    public ContactSheet Empty(int images, bool isOnly) => new(_shape, images, isOnly ? _options.Columns : Columns, _options.Gap);
}
