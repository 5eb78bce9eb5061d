using System.Globalization;
using System.Text;

namespace VaePipeline.Contracts.Formats;

/// <summary>The cells of a CSV of numbers: which text is a number, which a header, and how errors show a cell.</summary>
internal static class CsvCells
{
    // 10^k is exact in a double up to here.
    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, 23).Select(power => Math.Pow(10, power))];

    private const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly string[] MissingValues = ["inf", "null", "none", "na"];

    /// <summary>Reads a number, finite or not; blanks around it are ignored.</summary>
    public static bool TryParse(ReadOnlySpan<byte> cell, out float value)
    {
        ReadOnlySpan<byte> text = cell.Trim(" \t"u8);

        // The runtime ignores NUL characters behind a number.
        if (text.EndsWith("\0"u8))
        {
            value = 0;
            return false;
        }

        return float.TryParse(text, Number, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads a number, finite or not, correctly rounded; blanks around it are ignored.</summary>
    public static bool TryParseDouble(ReadOnlySpan<byte> cell, out double value)
    {
        ReadOnlySpan<byte> text = cell.Trim(" \t"u8);
        return TryParseShort(text, out value)
            || (!text.EndsWith("\0"u8) && double.TryParse(text, Number, CultureInfo.InvariantCulture, out value));
    }

    /// <summary>The text of a cell without blanks and quotes around it.</summary>
    public static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> cell)
    {
        ReadOnlySpan<byte> text = cell.Trim(" \t"u8);
        return text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;
    }

    /// <summary>Whether a first line is a header: every cell a name that begins with a letter, an underscore or a quote, none a number or one of the words for a missing one.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> line)
    {
        foreach (Range range in line.Split((byte)','))
        {
            ReadOnlySpan<byte> cell = line[range].Trim(" \t"u8);
            if (cell.IsEmpty || !(char.IsAsciiLetter((char)cell[0]) || cell[0] is (byte)'_' or (byte)'"' or >= 0x80)
                || TryParse(cell, out _) || TryParse(cell.Trim((byte)'"'), out _) || IsMissingValue(cell))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The first 40 characters of a cell, control characters as <c>\x1B</c>.</summary>
    public static string Shown(ReadOnlySpan<byte> cell)
    {
        const int Longest = 40;
        StringBuilder text = new();

        // At most four bytes make a character.
        foreach (char character in Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, 4 * (Longest + 1))]))
        {
            if (text.Length >= Longest)
            {
                return text.Append('…').ToString();
            }

            if (char.IsControl(character))
            {
                text.Append(CultureInfo.InvariantCulture, $"\\x{(int)character:X2}");
            }
            else
            {
                text.Append(character);
            }
        }

        return text.ToString();
    }

    /// <summary>Whether a cell is one of the words that stand for a missing number.</summary>
    public static bool IsMissingValue(ReadOnlySpan<byte> cell)
    {
        foreach (string word in MissingValues)
        {
            if (Ascii.EqualsIgnoreCase(cell, word))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Digits with at most one point and nothing else, few enough that digits and power of ten are exact, so that one
    /// division rounds once, as it must (Clinger 1990).
    /// </summary>
    private static bool TryParseShort(ReadOnlySpan<byte> text, out double value)
    {
        const int Most = 15;
        long digits = 0;
        int count = 0;
        int decimals = -1;
        foreach (byte character in text)
        {
            if ((uint)(character - '0') <= 9)
            {
                digits = (digits * 10) + character - '0';
                count += digits == 0 ? 0 : 1;
                decimals += decimals >= 0 ? 1 : 0;
            }
            else if (character == '.' && decimals < 0)
            {
                decimals = 0;
            }
            else
            {
                count = Most + 1;
            }

            if (count > Most)
            {
                break;
            }
        }

        bool isShort = count <= Most && decimals < PowersOfTen.Length && text.ContainsAnyInRange((byte)'0', (byte)'9');
        value = isShort ? digits / PowersOfTen[Math.Max(0, decimals)] : 0;
        return isShort;
    }
}
