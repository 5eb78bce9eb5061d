using System.Text;

namespace VaePipeline.Data.Images;

/// <summary>What the columns of a CSV of pixels are, seen from its first line.</summary>
/// <param name="Shape">Shape of the images.</param>
/// <param name="Label">Column of the labels, from 0; -1 where there is none.</param>
/// <param name="IsHeader">Whether the first line names the columns.</param>
internal sealed record PixelCsvColumns(ImageShape Shape, int Label, bool IsHeader)
{
    private static readonly string[] LabelNames = ["label", "class"];

    /// <summary>Columns of a line.</summary>
    public int Count => Shape.PixelCount + (Label >= 0 ? 1 : 0);

    /// <summary>Looks at a first line.</summary>
    public static PixelCsvColumns Of(ReadOnlySpan<byte> line, string path, long lineNumber, ImageInput input)
    {
        if (line.Contains((byte)';') || !line.Contains((byte)',') && line.Trim(" \t"u8).ContainsAny(" \t"u8))
        {
            string found = line.Contains((byte)';') ? "the file uses \";\" between the columns" : "the file uses blanks or tabs between the columns";
            throw BadInputException.AtLine(path, lineNumber, found, "commas between the columns and points in the numbers", "Save it with commas.");
        }

        string where = Invariant($"{path}:{lineNumber}");
        int count = line.Count((byte)',') + 1;
        ExpectedShape? asked = input.Expected(shape => shape.PixelCount == count || shape.PixelCount == count - 1);
        int[] labels = LabelColumns(line);
        if (labels.Length > 1)
        {
            throw BadInputException.In(
                where, Invariant($"columns {labels[0] + 1} and {labels[1] + 1} are both named as labels"), "one such column", "Rename or remove the others.");
        }

        if (labels is [int label])
        {
            return new PixelCsvColumns(ImageAxes.OfCount(where, count - 1, asked), label, IsHeader: true);
        }

        bool isHeader = IsNames(line) || IsNumbering(line);
        bool isFirstLabel = asked is null
            ? ImageAxes.SquareOf(count) is null && ImageAxes.SquareOf(count - 1) is not null
            : count == asked.Shape.PixelCount + 1;
        return isFirstLabel
            ? new PixelCsvColumns(ImageAxes.OfCount(where, count - 1, asked), Label: 0, isHeader)
            : new PixelCsvColumns(ImageAxes.OfCount(where, count, asked), Label: -1, isHeader);
    }

    private static int[] LabelColumns(ReadOnlySpan<byte> line)
    {
        List<int> found = [];
        int column = 0;
        foreach (Range range in line.Split((byte)','))
        {
            string name = Encoding.UTF8.GetString(CsvCells.Unquoted(line[range]));
            if (LabelNames.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                found.Add(column);
            }

            column++;
        }

        return [.. found];
    }

    /// <summary>Whether no cell is a number, but for the first, which may be a label; empty cells are no names.</summary>
    private static bool IsNames(ReadOnlySpan<byte> line)
    {
        bool isFirst = true;
        bool isOnly = true;
        foreach (Range range in line.Split((byte)','))
        {
            ReadOnlySpan<byte> cell = CsvCells.Unquoted(line[range]);
            if (!isFirst)
            {
                isOnly = false;
                if (cell.IsEmpty || CsvCells.TryParse(cell, out _) || CsvCells.IsMissingValue(cell))
                {
                    return false;
                }
            }

            isFirst = false;
        }

        return !isOnly || !CsvCells.TryParse(CsvCells.Unquoted(line), out _);
    }

    /// <summary>Whether the cells are 0, 1, 2, … as tables without names of their own number their columns.</summary>
    private static bool IsNumbering(ReadOnlySpan<byte> line)
    {
        int next = 0;
        foreach (Range range in line.Split((byte)','))
        {
            if (!line[range].SequenceEqual(Encoding.ASCII.GetBytes(next.ToString(CultureInfo.InvariantCulture))))
            {
                return false;
            }

            next++;
        }

        return next > 2;
    }
}
