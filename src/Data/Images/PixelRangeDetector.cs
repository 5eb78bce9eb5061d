namespace VaePipeline.Data.Images;

/// <summary>
/// Finds out, value by value, whether numbers are 0 to 255 or 0 to 1. Until a value tells (one above 1, or one between 0 and
/// 1), the range is open. Not thread-safe.
/// </summary>
internal sealed class PixelRangeDetector
{
    private readonly bool _isGiven;
    private bool _hasOne;

    /// <param name="given">The range where it is known beforehand.</param>
    public PixelRangeDetector(PixelRange? given)
    {
        Range = given;
        _isGiven = given is not null;
    }

    /// <summary>The range, once it is known.</summary>
    public PixelRange? Range { get; private set; }

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
        _hasOne |= value == 1;
        Range ??= value <= 1 ? isWhole ? null : PixelRange.Unit : isWhole ? PixelRange.Byte : null;
        return Range switch
        {
            PixelRange.Unit => value <= 1,
            PixelRange.Byte => isWhole || _isGiven,
            _ => isWhole,
        };
    }

    /// <summary>Takes bytes into account that are levels as they are: whether one tells that they run to 255.</summary>
    public void Watch(ReadOnlySpan<byte> levels)
    {
        if (Range is null)
        {
            Range = levels.ContainsAnyExceptInRange((byte)0, (byte)1) ? PixelRange.Byte : null;
            _hasOne |= levels.Contains((byte)1);
        }
    }

    /// <summary>Throws if values of 1 may be white or nearly black; zeros alone are black in any range.</summary>
    /// <param name="path">Where all values come from.</param>
    /// <exception cref="BadInputException">No value tells.</exception>
    public void RequireTold(string path)
    {
        if (Range is null && _hasOne)
        {
            throw BadInputException.In(
                path, "all values are 0 or 1", "values that show whether 1 or 255 is white", "Say it: --pixel-range 1 or --pixel-range 255.");
        }
    }
}
