using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Models;

namespace VaePipeline.Contracts.Formats;

/// <summary>
/// Reads images from a CSV file, one image a line: UTF-8, commas, an optional header line, and the values of the image in
/// the order [C, H, W], whole numbers from 0 to 255 or fractions from 0 to 1. A column named <c>label</c> or <c>class</c>
/// in the header holds labels (numbers or names); so does the first column where there is one value more than an image
/// has. Empty lines at the very end are accepted; everything else is an error that names its line.
/// </summary>
public static class PixelCsvReader
{
    private const int MaximumLineLength = 1 << 28;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of the CSV file.</param>
    /// <param name="shape">Shape of the images; <see langword="null"/> for square grey ones.</param>
    /// <param name="range">What the values run over; <see langword="null"/> to see it from them.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="BadInputException">A line is not an image, the shape or the range cannot be seen, or there are no images.</exception>
    public static LoadedImages Read(string path, ImageShape? shape = null, PixelRange? range = null)
    {
        const string Expected = "a CSV file of pixels";
        using Utf8Lines lines = new(InputFile.OpenRead(path, Expected), path, MaximumLineLength, "an image a line", $"Pass {Expected}.");
        PixelCsvTable? table = null;
        long emptyLine = 0;
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (line.Trim(" \t"u8).IsEmpty)
            {
                // Allowed at the end of the file only, which is not known yet.
                emptyLine = emptyLine == 0 ? lines.LineNumber : emptyLine;
                continue;
            }

            if (emptyLine != 0)
            {
                throw BadInputException.AtLine(path, emptyLine, "the line is empty", "an image a line", "Remove the line.");
            }

            if (table is null)
            {
                PixelCsvColumns columns = PixelCsvColumns.Of(line, path, lines.LineNumber, shape);
                table = new PixelCsvTable(path, columns, range);
                if (columns.IsHeader)
                {
                    continue;
                }
            }

            table.Add(line, lines.LineNumber);
        }

        return table is { Count: > 0 }
            ? table.Complete()
            : throw BadInputException.AtLine(path, Math.Max(1, lines.LineNumber), "the file has no images", "an image a line", "Write one line for each image.");
    }
}
