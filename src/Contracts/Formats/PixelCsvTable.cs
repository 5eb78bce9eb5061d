using System.Globalization;
using System.Text;
using VaePipeline.Contracts.Errors;

namespace VaePipeline.Contracts.Formats;

/// <summary>The images of a CSV, gathered line by line.</summary>
internal sealed class PixelCsvTable
{
    private readonly string _path;
    private readonly PixelCsvColumns _columns;
    private readonly PixelScale _scale;
    private readonly int _size;
    private readonly List<string> _labels = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private byte[] _pixels;
    private int _filled;

    public PixelCsvTable(string path, PixelCsvColumns columns, PixelRange? range)
    {
        _path = path;
        _columns = columns;
        _scale = new PixelScale(range);
        _size = columns.Shape.PixelCount;
        _pixels = new byte[Math.Max(_size, 1 << 20)];
    }

    /// <summary>Images so far.</summary>
    public int Count => _filled / _size;

    /// <summary>Adds the image of a line.</summary>
    public void Add(ReadOnlySpan<byte> line, long lineNumber)
    {
        MakeRoom(lineNumber);
        ReadOnlySpan<byte> rest = line;
        int last = _columns.Count - 1;
        for (int column = 0; column <= last; column++)
        {
            if (column != _columns.Label && TryTakeByte(ref rest, column == last, out byte level))
            {
                _pixels[_filled++] = level;
                continue;
            }

            int comma = rest.IndexOf((byte)',');
            if (column == last != comma < 0)
            {
                throw WrongCount(line, lineNumber);
            }

            ReadOnlySpan<byte> cell = (comma < 0 ? rest : rest[..comma]).Trim(" \t"u8);
            rest = rest[(comma + 1)..];
            if (column == _columns.Label)
            {
                AddLabel(cell, lineNumber, column);
            }
            else if (CsvCells.TryParseDouble(cell, out double value) && _scale.TryConvert(value, _pixels.AsSpan(0, _filled), out byte pixel))
            {
                _pixels[_filled++] = pixel;
            }
            else
            {
                throw BadCell(line, lineNumber, cell, column);
            }
        }

    }

    /// <summary>All images.</summary>
    /// <exception cref="BadInputException">The values do not tell what they run over.</exception>
    public LoadedImages Complete()
    {
        if (_scale.Range is null)
        {
            throw BadInputException.In(
                _path, "all values are 0 or 1", "values that show whether 1 or 255 is white", "Say it: --pixel-range 1 or --pixel-range 255.");
        }

        int count = Count;
        Array.Resize(ref _pixels, _filled);
        if (_columns.Label < 0)
        {
            return new LoadedImages(new ImageSet(count, _columns.Shape, _pixels, Labels: null), null, _scale.LargestRounding);
        }

        LabelNumbers numbers = new(_names);
        byte[] labels = [.. _labels.Select(name => numbers[name])];
        return new LoadedImages(new ImageSet(count, _columns.Shape, _pixels, labels), numbers.Names, _scale.LargestRounding);
    }

    /// <summary>Takes a cell of one to three digits, up to 255, and the comma behind it: nearly all cells of nearly all files.</summary>
    private bool TryTakeByte(ref ReadOnlySpan<byte> rest, bool isLast, out byte level)
    {
        level = 0;
        int value = 0;
        int length = 0;
        while (length < rest.Length && length < 3 && (uint)(rest[length] - '0') <= 9)
        {
            value = (value * 10) + rest[length] - '0';
            length++;
        }

        bool isEnd = length == rest.Length;
        if (length == 0 || value > byte.MaxValue || isEnd != isLast || (!isEnd && rest[length] != ','))
        {
            return false;
        }

        if (_scale.Range == PixelRange.Byte)
        {
            level = (byte)value;
        }
        else if (!_scale.TryConvert(value, _pixels.AsSpan(0, _filled), out level))
        {
            return false;
        }

        rest = isEnd ? [] : rest[(length + 1)..];
        return true;
    }

    private void MakeRoom(long lineNumber)
    {
        if (_pixels.Length - _filled >= _size)
        {
            return;
        }

        if (_filled > Array.MaxLength - _size)
        {
            throw BadInputException.AtLine(
                _path,
                lineNumber,
                string.Create(CultureInfo.InvariantCulture, $"{Count} images before this line fill the memory of one data set"),
                "less than 2 GiB of pixels",
                "Use fewer images, or smaller ones.");
        }

        Array.Resize(ref _pixels, (int)Math.Min(Array.MaxLength, Math.Max(2L * _pixels.Length, (long)_filled + _size)));
    }

    private void AddLabel(ReadOnlySpan<byte> cell, long lineNumber, int column)
    {
        ReadOnlySpan<byte> text = CsvCells.Unquoted(cell);
        if (text.IsEmpty)
        {
            throw At(lineNumber, column, "is empty", "a label", "Write the label, or remove the line.");
        }

        string name = Encoding.UTF8.GetString(text);
        if (_names.Add(name) && _names.Count > LabelNumbers.Maximum)
        {
            throw At(
                lineNumber,
                column,
                $"is \"{CsvCells.Shown(text)}\", the label number {_names.Count.ToString(CultureInfo.InvariantCulture)}",
                "at most 256 different labels",
                "Take the column of the labels, or leave it out of the file.");
        }

        _labels.Add(name);
    }

    private BadInputException WrongCount(ReadOnlySpan<byte> line, long lineNumber) => BadInputException.AtLine(
        _path,
        lineNumber,
        string.Create(CultureInfo.InvariantCulture, $"{line.Count((byte)',') + 1} columns"),
        string.Create(CultureInfo.InvariantCulture, $"{_columns.Count}, as the first line has"),
        "Write one value for each pixel.");

    private BadInputException BadCell(ReadOnlySpan<byte> line, long lineNumber, ReadOnlySpan<byte> cell, int column)
    {
        if (line.Count((byte)',') + 1 != _columns.Count)
        {
            return WrongCount(line, lineNumber);
        }

        string found = cell.IsEmpty ? "is empty" : $"is \"{CsvCells.Shown(cell)}\"";
        return At(lineNumber, column, found, _scale.Expected, "Correct the value, or say what white is: --pixel-range 1 or --pixel-range 255.");
    }

    private BadInputException At(long lineNumber, int column, string found, string expected, string advice)
        => BadInputException.AtLine(_path, lineNumber, string.Create(CultureInfo.InvariantCulture, $"column {column + 1} {found}"), expected, advice);
}
