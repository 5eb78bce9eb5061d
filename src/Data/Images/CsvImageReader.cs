using VaePipeline.Data.Formats;

namespace VaePipeline.Data.Images;

/// <summary>
/// Images of a CSV file. Whether white is 1 or 255 is seen from the values: rows that do not tell are held back until
/// one does.
/// </summary>
internal sealed class CsvImageReader : ImageReader
{
    private const int MostHeldBytes = 1 << 24;

    private readonly InputBytes _bytes;
    private readonly PixelCsvRows _rows;
    private readonly Queue<(byte[] Levels, string? Label)> _held = new(); // values of 0 and 1 alone
    private string? _label;
    private bool _hasRow;

    /// <summary>Owns <paramref name="bytes"/> from now on, unless it throws.</summary>
    public CsvImageReader(InputBytes bytes, ImageInput input, ExpectedShape asked)
        : base(input, bytes.Name)
    {
        _bytes = bytes;
        _rows = new PixelCsvRows(bytes.Stream, Path, asked, input.Range);
        _hasRow = _rows.TryRead();
        ExtraColumns = _rows.Label is null ? [] : [ImageColumns.Label];
        while (_hasRow && !IsTold())
        {
            Hold();
            _hasRow = _rows.TryRead();
        }

        if (_rows.Scale.Range is null)
        {
            throw PixelRangeDetector.Untold(Path);
        }
    }

    public override string Extra => _label is null ? "" : CsvText.Cell(_label);

    public override long BytesRead => _bytes.Read;

    public override long? TotalBytes => _bytes.Total;

    private float White => _rows.Scale.Range == PixelRange.Unit ? 1 : byte.MaxValue;

    private protected override bool TryRead(Span<float> image)
    {
        if (_held.TryDequeue(out (byte[] Levels, string? Label) held))
        {
            for (int i = 0; i < image.Length; i++)
            {
                image[i] = held.Levels[i] / White;
            }

            _label = held.Label;
            return true;
        }

        if (!_hasRow)
        {
            return false;
        }

        ReadOnlySpan<double> values = _rows.Values;
        for (int i = 0; i < image.Length; i++)
        {
            image[i] = _rows.Scale.TryAccept(values[i]) ? (float)(values[i] / White) : throw _rows.OutOfRange(i);
        }

        _label = _rows.Label;
        _hasRow = _rows.TryRead();
        return true;
    }

    private protected override void Close()
    {
        _rows.Dispose();
        _bytes.Dispose();
    }

    private bool IsTold()
    {
        ReadOnlySpan<double> values = _rows.Values;
        for (int i = 0; i < values.Length && _rows.Scale.Range is null; i++)
        {
            if (!_rows.Scale.TryAccept(values[i]))
            {
                throw _rows.OutOfRange(i);
            }
        }

        return _rows.Scale.Range is not null;
    }

    private void Hold()
    {
        byte[] levels = new byte[Shape.PixelCount];
        if ((long)(_held.Count + 1) * levels.Length > MostHeldBytes)
        {
            throw BadInputException.AtLine(
                Path,
                _rows.LineNumber,
                string.Create(CultureInfo.InvariantCulture, $"all values up to here are 0 or 1, in {_held.Count} images"),
                "values that show whether 1 or 255 is white",
                "Say it: --pixel-range 1 or --pixel-range 255.");
        }

        for (int i = 0; i < levels.Length; i++)
        {
            levels[i] = (byte)_rows.Values[i];
        }

        _held.Enqueue((levels, _rows.Label));
    }
}
