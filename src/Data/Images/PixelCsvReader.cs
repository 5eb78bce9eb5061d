using VaePipeline.Contracts.Models;
using VaePipeline.Data.Formats;

namespace VaePipeline.Data.Images;

/// <summary>
/// Reads images from a CSV file, plain or gzipped, one image a line: UTF-8, commas, an optional header line, and the values of the image in
/// the order [C, H, W], whole numbers from 0 to 255 or fractions from 0 to 1. A column named <c>label</c> or <c>class</c>
/// in the header holds labels (numbers or names); so does the first column where there is one value more than an image
/// has. Empty lines at the very end are accepted; everything else is an error that names its line.
/// </summary>
public static class PixelCsvReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of the CSV file.</param>
    /// <param name="shape">Shape of the images; <see langword="null"/> for square grey ones.</param>
    /// <param name="range">What the values run over; <see langword="null"/> to see it from them.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="BadInputException">A line is not an image, the shape or the range cannot be seen, or there are no images.</exception>
    public static ImageLoadResult Read(string path, ImageShape? shape = null, PixelRange? range = null)
    {
        using InputBytes bytes = InputBytes.Open(path, standardInput: null, "a CSV file of pixels");
        using PixelCsvRows rows = new(bytes.Stream, path, shape is null ? null : new ExpectedShape(shape), range);
        PixelCsvTable? table = null;
        while (rows.TryRead())
        {
            table ??= new PixelCsvTable(path, rows);
            table.AddRow();
        }

        return table!.Complete(); // not null: without a row there was an error
    }
}
