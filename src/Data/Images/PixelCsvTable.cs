using System.Text;
using VaePipeline.Data.Formats;

namespace VaePipeline.Data.Images;

/// <summary>The images of a CSV, gathered line by line.</summary>
internal sealed class PixelCsvTable
{
    private readonly string _path;
    private readonly PixelCsvRows _rows;
    private readonly PixelCsvColumns _columns;
    private readonly int _size;
    private readonly List<string> _labels = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private byte[] _pixels;
    private int _filled;

    /// <summary>Gathers rows, of which the first has been read.</summary>
    public PixelCsvTable(string path, PixelCsvRows rows)
    {
        _path = path;
        _rows = rows;
        _columns = rows.Columns!; // not null: a row has been read
        _size = _columns.Shape.PixelCount;
        _pixels = new byte[Math.Max(_size, 1 << 20)];
    }

    /// <summary>Images so far.</summary>
    public int Count => _filled / _size;

    /// <summary>Adds the row that was read last.</summary>
    public void AddRow()
    {
        MakeRoom();
        if (_rows.Label is { } label)
        {
            AddLabel(label);
        }

        ReadOnlySpan<double> values = _rows.Values;
        for (int i = 0; i < values.Length; i++)
        {
            // Nearly all values of nearly all files; the conversion does not change with them.
            byte level = (byte)values[i];
            if (level != values[i] || _rows.Scale.Range != PixelRange.Byte)
            {
                level = _rows.Scale.TryConvert(values[i], _pixels.AsSpan(0, _filled), out byte pixel) ? pixel : throw _rows.OutOfRange(i);
            }

            _pixels[_filled++] = level;
        }
    }

    /// <summary>All images.</summary>
    /// <exception cref="BadInputException">The values do not tell what they run over.</exception>
    public ImageLoadResult Complete()
    {
        if (_rows.Scale.Range is null)
        {
            throw PixelRangeDetector.Untold(_path);
        }

        int count = Count;
        Array.Resize(ref _pixels, _filled);
        if (_columns.Label < 0)
        {
            return new ImageLoadResult(new ImageSet(count, _columns.Shape, _pixels, Labels: null), null, _rows.Scale.LargestRounding);
        }

        LabelNumbers numbers = new(_names);
        byte[] labels = [.. _labels.Select(name => numbers[name])];
        return new ImageLoadResult(new ImageSet(count, _columns.Shape, _pixels, labels), numbers.Names, _rows.Scale.LargestRounding);
    }

    private void MakeRoom()
    {
        if (_pixels.Length - _filled >= _size)
        {
            return;
        }

        if (_filled > Array.MaxLength - _size)
        {
            throw BadInputException.AtLine(
                _path,
                _rows.LineNumber,
                string.Create(CultureInfo.InvariantCulture, $"{Count} images before this line fill the memory of one data set"),
                "less than 2 GiB of pixels",
                "Use fewer images, or smaller ones.");
        }

        Array.Resize(ref _pixels, (int)Math.Min(Array.MaxLength, Math.Max(2L * _pixels.Length, (long)_filled + _size)));
    }

    private void AddLabel(string name)
    {
        if (_names.Add(name) && _names.Count > LabelNumbers.Maximum)
        {
            throw _rows.Fault(
                _columns.Label,
                $"is \"{CsvCells.Shown(Encoding.UTF8.GetBytes(name))}\", the label number {_names.Count.ToString(CultureInfo.InvariantCulture)}",
                "at most 256 different labels",
                "Take the column of the labels, or leave it out of the file.");
        }

        _labels.Add(name);
    }
}
