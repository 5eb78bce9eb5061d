namespace VaePipeline.Data.Images;

/// <summary>
/// Images of a CSV file, one per line: UTF-8, commas, an optional header line, and the values of the image in the order
/// [C, H, W], whole numbers from 0 to 255 or fractions from 0 to 1. A column named <c>label</c> or <c>class</c> in the
/// header holds labels (numbers or names); so does the first column if there is one value more than an image has. Empty
/// lines at the very end are accepted; everything else is an error that names its line. Whether white is 1 or 255 is seen
/// from the values: rows that do not tell are held back until one does.
/// </summary>
internal sealed class CsvImageReader : ArrayImageReader
{
    private const int MostHeldBytes = 1 << 24;

    private readonly PixelCsvRows _rows;
    private readonly Queue<(byte[] Levels, string? Label, long Line)> _held = new(); // values of 0 and 1 alone
    private long _line;
    private string? _label;
    private bool _isAhead;

    /// <summary>Owns <paramref name="bytes"/> from now on, unless it throws.</summary>
    public CsvImageReader(InputStream bytes, ImageInput input)
        : base(bytes, input)
    {
        _rows = new PixelCsvRows(bytes.Stream, Path, input);
        _isAhead = _rows.TryRead();
        Begin(new ImageAxes(_rows.Columns!.Shape, IsInterleaved: false), _rows.Label is not null, hasValues: true); // not null: a row was read
        while (_isAhead)
        {
            Take();
            if (_rows.Detector.Range is not null)
            {
                break;
            }

            Hold();
            _isAhead = _rows.TryRead();
        }

        _rows.Detector.RequireTold(Path);
        White = _rows.Detector.Range == PixelRange.Unit ? 1 : byte.MaxValue;
    }

    internal override string Kind => "CSV file";

    internal override string? Label => _label;

    internal override string Place => Invariant($"{Path}:{_line}");

    private protected override bool TryReadRow()
    {
        if (_held.TryDequeue(out (byte[] Levels, string? Label, long Line) held))
        {
            (_label, _line, IsLevels) = (held.Label, held.Line, true);
            for (int i = 0; i < Levels.Length; i++)
            {
                Levels[i] = (byte)(held.Levels[i] * (byte.MaxValue / White));
            }

            return true;
        }

        if (!_isAhead && !_rows.TryRead())
        {
            return false;
        }

        _isAhead = false;
        Take();
        return true;
    }

    private protected override void Close()
    {
        _rows.Dispose();
        base.Close();
    }

    /// <summary>Checks the row's values and takes them: as levels, if they are.</summary>
    private void Take()
    {
        (_label, _line) = (_rows.Label, _rows.LineNumber);
        ReadOnlySpan<double> values = _rows.Values;
        byte[] levels = Levels;
        bool areBytes = _rows.Detector.Range == PixelRange.Byte;
        bool areLevels = true;
        for (int i = 0; i < values.Length; i++)
        {
            // Nearly all values of nearly all files need no more than the first comparison.
            byte level = (byte)values[i];
            if (level != values[i] || !areBytes)
            {
                areBytes = _rows.Detector.TryAccept(values[i]) ? _rows.Detector.Range == PixelRange.Byte : throw _rows.OutOfRange(i);
                areLevels &= level == values[i];
            }

            levels[i] = level;
        }

        IsLevels = areLevels && _rows.Detector.Range != PixelRange.Unit;
        if (!IsLevels)
        {
            values.CopyTo(Values);
        }
    }

    private void Hold()
    {
        if ((long)(_held.Count + 1) * Levels.Length > (Input.IsSet ? Array.MaxLength : MostHeldBytes))
        {
            throw BadInputException.AtLine(
                Path,
                _line,
                Invariant($"all values up to here are 0 or 1, in {_held.Count} images"),
                "values that show whether 1 or 255 is white",
                "Say it: --pixel-range 1 or --pixel-range 255.");
        }

        _held.Enqueue(([.. Levels], _label, _line));
    }
}
