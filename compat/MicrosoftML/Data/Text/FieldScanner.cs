using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Splits lines into fields. Empty fields are left out, unless they stand for NaN.</summary>
/// <param name="format">Separators, quotes and the like.</param>
/// <param name="needed">The last field that is asked for; those behind it are not looked at.</param>
/// <param name="report">Told of each flaw of a line; may be null.</param>
internal sealed partial class FieldScanner(TextFormat format, int needed, Action<string, long>? report)
{
    private readonly List<ReadOnlyMemory<char>> _texts = [];
    private readonly List<int> _indices = [];
    private ReadOnlyMemory<char> _line;
    private long _number;
    private int _position;

    public int Count => _texts.Count;

    public ReadOnlyMemory<char> TextAt(int place) => _texts[place];

    /// <summary>The field's number in its line.</summary>
    public int IndexAt(int place) => _indices[place];

    /// <summary>The place of the first field whose number is not below <paramref name="index"/>.</summary>
    public int PlaceOf(int index)
    {
        int place = _indices.BinarySearch(index);
        return place >= 0 ? place : ~place;
    }

    /// <returns>The number of fields of the line, those left out included; beyond the last one needed it may be too low.</returns>
    public int Scan(TextLine line)
    {
        _texts.Clear();
        _indices.Clear();
        _number = line.Number;
        _position = 0;
        _line = (format.TrimWhitespace ? line.Text.TrimEnd() : line.Text).AsMemory();
        return format.AllowSparse ? ScanSparse() : ScanDense();
    }

    private int ScanDense()
    {
        int index = 0;
        bool more;
        do
        {
            more = Next(out ReadOnlyMemory<char> field, out _);
            if (!field.IsEmpty || format.MissingRealsAsNaNs)
                Add(index, field);
            index++;
        }
        while (more && index <= needed);
        return index;
    }

    // Dense fields, then index:value pairs. Without an InputSize the last dense field is the number of those that may be paired.
    private int ScanSparse()
    {
        int index = 0;
        int dense = -1;
        int previous = -1;
        int size = format.InputSize;
        bool more = true;
        while (more)
        {
            more = Next(out ReadOnlyMemory<char> field, out int sparse);
            if (sparse < 0 && dense >= 0)
            {
                Report("Non-sparse formatted value follows sparse formatted value");
                break;
            }

            if (sparse < 0)
            {
                if (!field.IsEmpty)
                    Add(index, field);
                index++;
                if (index > needed + 1)
                    break;
                continue;
            }

            if (dense < 0 && !TryBeginSparse(index, ref size, out dense))
                break;
            if (sparse >= size - dense || sparse <= previous)
            {
                Report(sparse <= previous ? "Sparse indices out of order" : "Sparse item index larger than expected. Is the specified size incorrect?");
                break;
            }

            if (dense + sparse > needed)
                break;
            previous = sparse;
            if (!field.IsEmpty)
                Add(dense + sparse, field);
        }

        return dense < 0 ? Math.Max(index, size) : size;
    }

    private bool TryBeginSparse(int index, ref int size, out int dense)
    {
        dense = _texts.Count;
        if (size > 0)
            return true;
        dense = -1;
        if (_texts.Count == 0 || _indices[^1] != index - 1 || !int.TryParse(_texts[^1].Span, NumberStyles.None, CultureInfo.InvariantCulture, out int slots) || slots == 0)
        {
            Report("Missing dimensionality or ambiguous sparse item. Use sparse=- for non-sparse file, and/or quote the value.");
            return false;
        }

        dense = _indices[^1];
        size = (int)Math.Min((long)dense + slots, int.MaxValue - 1);
        _texts.RemoveAt(_texts.Count - 1);
        _indices.RemoveAt(_indices.Count - 1);
        return true;
    }

    private void Add(int index, ReadOnlyMemory<char> field)
    {
        _texts.Add(field);
        _indices.Add(index);
    }

    private void Report(string flaw) => report?.Invoke(flaw, _number);
}
