using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Reads real numbers; what is no number is NaN.</summary>
internal static class RealText
{
    /// <returns>Whether the text is a number, empty, or one of the ways to write a missing number.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, TextFormat format, out double value)
    {
        ReadOnlySpan<char> trimmed = text.Trim();
        value = format.MissingRealsAsNaNs ? double.NaN : 0;
        if (trimmed.IsEmpty)
            return true;
        if (IsNumber(trimmed, format.DecimalMarker))
        {
            string number = format.DecimalMarker == '.' ? trimmed.ToString() : trimmed.ToString().Replace(format.DecimalMarker, '.');
            value = double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);
            return true;
        }

        value = trimmed switch
        {
            "Infinity" or "∞" => double.PositiveInfinity,
            "-Infinity" or "-∞" => double.NegativeInfinity,
            _ => double.NaN,
        };
        return !double.IsNaN(value) || trimmed is "NaN" or "?" || text.Equals("NA", StringComparison.OrdinalIgnoreCase)
            || text.Equals("N/A", StringComparison.OrdinalIgnoreCase) || text.Equals("NaN", StringComparison.OrdinalIgnoreCase);
    }

    // [+-] digits [marker digits] [e [+-] digits], with a digit on one side of the marker.
    private static bool IsNumber(ReadOnlySpan<char> text, char marker)
    {
        int i = text[0] is '+' or '-' ? 1 : 0;
        int digits = SkipDigits(text, ref i);
        if (i < text.Length && text[i] == marker)
        {
            i++;
            digits += SkipDigits(text, ref i);
        }

        if (digits == 0)
            return false;
        if (i < text.Length && text[i] is 'e' or 'E')
        {
            i++;
            if (i < text.Length && text[i] is '+' or '-')
                i++;
            if (SkipDigits(text, ref i) == 0)
                return false;
        }

        return i == text.Length;
    }

    private static int SkipDigits(ReadOnlySpan<char> text, ref int i)
    {
        int start = i;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
            i++;
        return i - start;
    }
}
