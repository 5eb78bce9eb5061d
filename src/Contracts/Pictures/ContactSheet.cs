namespace VaePipeline.Contracts.Pictures;

/// <summary>
/// Many images of one shape on one picture, row by row from the top left corner, with a gap between them and none around
/// them. Cells without an image show the gap's grey.
/// </summary>
public sealed class ContactSheet
{
    /// <summary>Grey value of gaps and empty cells: distinct from the black ground of digits, yet no frame to look at.</summary>
    public const byte Background = 48;

    /// <summary>The most bytes that a sheet may hold, 1 GiB.</summary>
    public const int MaximumBytes = 1 << 30;

    private readonly ImageShape _image;
    private readonly int _gap;
    private readonly byte[] _pixels;
    private readonly byte[] _joined;

    /// <summary>Lays out an empty sheet.</summary>
    /// <param name="image">Shape of every image; 1 or 3 channels.</param>
    /// <param name="count">Number of cells, at least 1.</param>
    /// <param name="columns">Images in a row, 1 or more; null makes the sheet as square as it can be.</param>
    /// <param name="gap">Pixels between two images, 0 to 64.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the sheet would be larger than <see cref="MaximumBytes"/>.</exception>
    public ContactSheet(ImageShape image, int count, int? columns = null, int gap = 1)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns ?? 1, 1, nameof(columns));
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(gap, 64);
        if (!image.IsPicture)
        {
            throw new ArgumentException($"contact sheet: images are {image}; expected 1 channel (grey) or 3 (RGB). Write another format.", nameof(image));
        }

        _image = image;
        _gap = gap;
        Columns = Math.Min(columns ?? SquareColumns(image, count, gap), count);
        Rows = ((count - 1) / Columns) + 1;
        long width = ((long)Columns * (image.Width + gap)) - gap;
        long height = ((long)Rows * (image.Height + gap)) - gap;
        if (width * height > MaximumBytes / image.Channels)
        {
            throw new ArgumentException($"contact sheet: {count} images of {image} make {width} x {height} pixels; expected at most 1 GiB. Use fewer images or another format.", nameof(count));
        }

        Width = (int)width;
        Height = (int)height;
        _pixels = new byte[Width * Height * image.Channels];
        Array.Fill(_pixels, Background);
        _joined = new byte[image.PixelCount];
    }

    /// <summary>The number of columns that makes a sheet as square as it can be.</summary>
    /// <param name="image">Shape of every image.</param>
    /// <param name="count">Number of cells, at least 1.</param>
    /// <param name="gap">Pixels between two images.</param>
    /// <returns>Images in a row, at least 1.</returns>
    public static int SquareColumns(ImageShape image, int count, int gap)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Math.Max(1, (int)Math.Ceiling(Math.Sqrt(count * (image.Height + gap) / (double)(image.Width + gap))));
    }

    /// <summary>Images in a row.</summary>
    public int Columns { get; }

    /// <summary>Rows of images.</summary>
    public int Rows { get; }

    /// <summary>Width of the sheet, in pixels.</summary>
    public int Width { get; }

    /// <summary>Height of the sheet, in pixels.</summary>
    public int Height { get; }

    /// <summary>The sheet, [<see cref="Height"/>, <see cref="Width"/>, C], row-major, as PNG files hold it.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>Puts an image into a cell.</summary>
    /// <param name="index">Cell number from 0: row by row, from the left in each.</param>
    /// <param name="pixels">The image, [C, H, W], row-major.</param>
    /// <exception cref="ArgumentException">No such cell, or another number of pixels than the shape has.</exception>
    public void Place(int index, ReadOnlySpan<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Columns * Rows);
        if (pixels.Length != _image.PixelCount)
        {
            throw new ArgumentException($"contact sheet: image {index} has {pixels.Length} values; expected {_image.PixelCount} ({_image}). Pass whole images.", nameof(pixels));
        }

        (int row, int column) = Math.DivRem(index, Columns);
        ChannelPlanes.Join(pixels, _image.Channels, _joined);
        int line = _image.Width * _image.Channels, sheetLine = Width * _image.Channels;
        int target = (row * (_image.Height + _gap) * sheetLine) + (column * (_image.Width + _gap) * _image.Channels);
        for (int y = 0; y < _image.Height; y++)
        {
            _joined.AsSpan(y * line, line).CopyTo(_pixels.AsSpan(target + (y * sheetLine)));
        }
    }
}
