namespace VaePipeline.Data.Images;

/// <summary>
/// Finds out, value by value, whether the numbers of a text are 0 to 255 or 0 to 1, and rounds them to bytes. Until a
/// value tells (one above 1, or one between 0 and 1), the range is open and the levels are kept as they are, 0 or 1.
/// Not thread-safe.
/// </summary>
internal sealed class PixelRangeDetector
{
    private readonly PixelRounding _rounding = new();
    private readonly bool _isGiven;

    /// <param name="given">The range where it is known beforehand.</param>
    public PixelRangeDetector(PixelRange? given)
    {
        Range = given;
        _isGiven = given is not null;
    }

    /// <summary>The range, once it is known.</summary>
    public PixelRange? Range { get; private set; }

    /// <summary>By how much a value, in [0, 1], was changed at most.</summary>
    public double LargestRounding => _rounding.Largest;

    /// <summary>What the range asks of a value, for errors.</summary>
    public string Expected => (Range, _isGiven) switch
    {
        (PixelRange.Unit, true) => "a value from 0 to 1, as --pixel-range 1 says",
        (PixelRange.Unit, false) => "a value from 0 to 1, as there are fractions before it",
        (PixelRange.Byte, true) => "a value from 0 to 255, as --pixel-range 255 says",
        (PixelRange.Byte, false) => "a whole number from 0 to 255, as there are values above 1 before it",
        _ => "a whole number from 0 to 255, or a fraction from 0 to 1",
    };

    /// <summary>Takes a value into account.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Whether it is within range.</returns>
    public bool TryAccept(double value)
    {
        if (!(value is >= 0 and <= byte.MaxValue))
        {
            return false;
        }

        bool isWhole = value == Math.Floor(value);
        Range ??= value <= 1 ? isWhole ? null : PixelRange.Unit : isWhole ? PixelRange.Byte : null;
        return Range switch
        {
            PixelRange.Unit => value <= 1,
            PixelRange.Byte => isWhole || _isGiven,
            _ => isWhole,
        };
    }

    /// <summary>Turns a value into a byte.</summary>
    /// <param name="value">The number.</param>
    /// <param name="earlier">The bytes of all values before; where this value shows that the range is 0 to 1, those of value 1 become 255.</param>
    /// <param name="pixel">The byte.</param>
    /// <returns>Whether the value is within range.</returns>
    public bool TryConvert(double value, Span<byte> earlier, out byte pixel)
    {
        bool wasOpen = Range is null;
        pixel = 0;
        if (!TryAccept(value))
        {
            return false;
        }

        if (wasOpen && Range == PixelRange.Unit)
        {
            Stretch(earlier);
        }

        pixel = _rounding.Round(Range == PixelRange.Unit ? value * byte.MaxValue : value);
        return true;
    }

    /// <summary>The error of a text or array of which no value tells the range.</summary>
    public static BadInputException Untold(string path) => BadInputException.In(
        path, "all values are 0 or 1", "values that show whether 1 or 255 is white", "Say it: --pixel-range 1 or --pixel-range 255.");

    private static void Stretch(Span<byte> pixels)
    {
        foreach (ref byte pixel in pixels)
        {
            pixel *= byte.MaxValue;
        }
    }
}
