using System.Text;

namespace VaePipeline.Data.Images;

/// <summary>The lines of a CSV of pixels as numbers and labels, one at a time. Not thread-safe.</summary>
internal sealed class PixelCsvRows : IDisposable
{
    private const int MaximumLineLength = 1 << 28;

    private readonly string _path;
    private readonly ImageInput _input;
    private readonly Utf8Lines _lines;
    private double[] _values = [];
    private long _emptyLine;
    private bool _hasRow;

    /// <summary>Reads from a stream, which this disposes.</summary>
    /// <param name="stream">The text.</param>
    /// <param name="path">What errors call it.</param>
    /// <param name="input">What is said of the shape and the range.</param>
    public PixelCsvRows(Stream stream, string path, ImageInput input)
    {
        _path = path;
        _input = input;
        Detector = new PixelRangeDetector(input.Range);
        _lines = new Utf8Lines(stream, path, MaximumLineLength, "one image per line", "Pass a CSV file of pixels.");
    }

    /// <summary>What the values run over. The caller tells it the values.</summary>
    public PixelRangeDetector Detector { get; }

    /// <summary>What the columns are; null before the first row.</summary>
    public PixelCsvColumns? Columns { get; private set; }

    /// <summary>The row's values as they stand there, [C, H, W]; valid until the next row is read.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The row's label; null where there are none.</summary>
    public string? Label { get; private set; }

    /// <summary>The row's line.</summary>
    public long LineNumber => _lines.LineNumber;

    /// <summary>Reads the next row.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="BadInputException">The line is no image, or there are none.</exception>
    public bool TryRead()
    {
        while (_lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (line.Trim(" \t"u8).IsEmpty)
            {
                // Allowed at the end of the file only, which is not known yet.
                _emptyLine = _emptyLine == 0 ? _lines.LineNumber : _emptyLine;
                continue;
            }

            if (_emptyLine != 0)
            {
                throw BadInputException.AtLine(_path, _emptyLine, "the line is empty", "one image per line", "Remove the line.");
            }

            if (Columns is null)
            {
                Columns = PixelCsvColumns.Of(line, _path, _lines.LineNumber, _input);
                _values = new double[Columns.Shape.PixelCount];
                if (Columns.IsHeader)
                {
                    continue;
                }
            }

            Parse(line, Columns);
            _hasRow = true;
            return true;
        }

        return _hasRow
            ? false
            : throw BadInputException.AtLine(_path, Math.Max(1, _lines.LineNumber), "the file has no images", "one image per line", "Write one line for each image.");
    }

    /// <summary>The error of a value of this row that is out of range.</summary>
    /// <param name="pixel">Which of <see cref="Values"/>.</param>
    public BadInputException OutOfRange(int pixel)
    {
        int column = Columns!.Label >= 0 && pixel >= Columns.Label ? pixel + 1 : pixel; // not null: there is a row
        return NoPixel(column, Invariant($"is \"{_values[pixel]}\""));
    }

    public void Dispose() => _lines.Dispose();

    private void Parse(ReadOnlySpan<byte> line, PixelCsvColumns columns)
    {
        ReadOnlySpan<byte> rest = line;
        int last = columns.Count - 1;
        int filled = 0;
        for (int column = 0; column <= last; column++)
        {
            if (column != columns.Label && TryTakeWhole(ref rest, column == last, out int whole))
            {
                _values[filled++] = whole;
                continue;
            }

            int comma = rest.IndexOf((byte)',');
            if (column == last != comma < 0)
            {
                throw WrongCount(line);
            }

            ReadOnlySpan<byte> cell = (comma < 0 ? rest : rest[..comma]).Trim(" \t"u8);
            rest = rest[(comma + 1)..];
            if (column == columns.Label)
            {
                ReadOnlySpan<byte> text = CsvCells.Unquoted(cell);
                Label = text.IsEmpty ? throw Fault(column, "is empty", "a label", "Write the label, or remove the line.") : Encoding.UTF8.GetString(text);
            }
            else if (CsvCells.TryParseDouble(cell, out double value) && double.IsFinite(value))
            {
                _values[filled++] = value;
            }
            else
            {
                throw BadCell(line, cell, column);
            }
        }
    }

    /// <summary>Takes a cell of one to three digits, and the comma behind it: nearly all cells of nearly all files.</summary>
    private static bool TryTakeWhole(ref ReadOnlySpan<byte> rest, bool isLast, out int value)
    {
        value = 0;
        int length = 0;
        while (length < rest.Length && length < 3 && (uint)(rest[length] - '0') <= 9)
        {
            value = (value * 10) + rest[length] - '0';
            length++;
        }

        bool isEnd = length == rest.Length;
        if (length == 0 || isEnd != isLast || (!isEnd && rest[length] != ','))
        {
            return false;
        }

        rest = isEnd ? [] : rest[(length + 1)..];
        return true;
    }

    private BadInputException WrongCount(ReadOnlySpan<byte> line)
    {
        string found = Invariant($"{line.Count((byte)',') + 1} columns");
        string expected = Invariant($"{Columns!.Count}, as the first line has"); // not null: there is a row
        return BadInputException.AtLine(_path, LineNumber, found, expected, "Write one value for each pixel.");
    }

    private BadInputException BadCell(ReadOnlySpan<byte> line, ReadOnlySpan<byte> cell, int column) => line.Count((byte)',') + 1 != Columns!.Count // not null: there is a row
        ? WrongCount(line)
        : NoPixel(column, cell.IsEmpty ? "is empty" : $"is \"{CsvCells.Shown(cell)}\"");

    private BadInputException NoPixel(int column, string found) =>
        Fault(column, found, Detector.Expected, "Correct the value, or say what white is: --pixel-range 1 or --pixel-range 255.");

    private BadInputException Fault(int column, string found, string expected, string advice) =>
        BadInputException.AtLine(_path, LineNumber, Invariant($"column {column + 1} {found}"), expected, advice);
}
