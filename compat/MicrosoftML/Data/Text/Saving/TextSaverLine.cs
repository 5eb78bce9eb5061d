using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>A line in the making: written in full, or from some column on as <c>size index:value ...</c> where that is shorter.</summary>
internal sealed class TextSaverLine(TextWriter writer, char separator, bool forceDense)
{
    public const string EmptyText = "\"\"";

    // What a pair costs against a field written in full.
    private const double PairWeight = 2.5;
    private const int SmallestSparse = 5;

    private readonly List<(int Field, string Text)> _items = [];

    // Where each column begins, and the line's end: its first field and its first item.
    private readonly List<(int Field, int Item)> _starts = [(0, 0)];
    private readonly List<string> _defaults = [];

    /// <summary>Adds a value of the current column, unless it is the default.</summary>
    public void Add(int slot, string text, string defaultText)
    {
        if (text != defaultText)
            _items.Add((_starts[^1].Field + slot, text));
    }

    public void EndColumn(int size, string defaultText)
    {
        _starts.Add((_starts[^1].Field + size, _items.Count));
        _defaults.Add(defaultText);
    }

    /// <summary>Writes the line and begins the next.</summary>
    public void Write()
    {
        int split = forceDense ? _defaults.Count : FindSplit();
        WriteDense(split);
        if (split < _defaults.Count)
            WriteSparse(split);
        writer.WriteLine();
        _items.Clear();
        _starts.RemoveRange(1, _starts.Count - 1);
        _defaults.Clear();
    }

    // The column from which on pairs are shorter; the number of columns, if that is not worth it.
    private int FindSplit()
    {
        int best = 0;
        double bestCost = double.PositiveInfinity;
        for (int i = 0; i < _starts.Count; i++)
        {
            double cost = _starts[i].Field + (PairWeight * (_items.Count - _starts[i].Item));
            if (cost < bestCost)
                (best, bestCost) = (i, cost);
        }

        int dense = _starts[best].Field;
        int sparse = _starts[^1].Field - dense;
        return sparse < SmallestSparse || sparse < dense / 5 ? _defaults.Count : best;
    }

    private void WriteDense(int columns)
    {
        int item = 0;
        for (int column = 0; column < columns; column++)
        {
            for (int field = _starts[column].Field; field < _starts[column + 1].Field; field++)
            {
                if (field > 0)
                    writer.Write(separator);
                bool given = item < _items.Count && _items[item].Field == field;
                writer.Write(given ? _items[item++].Text : _defaults[column]);
            }
        }
    }

    private void WriteSparse(int split)
    {
        (int first, int item) = _starts[split];
        if (split > 0)
            writer.Write(separator);
        writer.Write((_starts[^1].Field - first).ToString(CultureInfo.InvariantCulture));
        if (item == _items.Count)
            writer.Write($"{separator}0:{_defaults[split]}");
        for (; item < _items.Count; item++)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{separator}{_items[item].Field - first}:{_items[item].Text}"));
    }
}
