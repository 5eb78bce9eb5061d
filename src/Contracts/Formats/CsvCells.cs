using System.Globalization;
using System.Text;

namespace VaePipeline.Contracts.Formats;

/// <summary>The cells of a CSV of numbers: which text is a number, which a header, and how errors show a cell.</summary>
internal static class CsvCells
{
    // 10^k is exact in a double up to here.
    private const int MostPower = 22;

    private const float SmallestNormal = 1.17549435e-38f;

    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    private const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly string[] MissingValues = ["inf", "null", "none", "na"];

    /// <summary>Reads a number, finite or not, correctly rounded; blanks around it are ignored.</summary>
    public static bool TryParse(ReadOnlySpan<byte> cell, out float value)
    {
        if (TryParseExactly(cell, out double exact))
        {
            value = (float)exact;

            // Rounded twice only where the double lies on the border of two float32: then the text itself decides.
            const ulong Below = (1UL << 29) - 1, Middle = 1UL << 28;
            if ((BitConverter.DoubleToUInt64Bits(exact) & Below) != Middle && (MathF.Abs(value) >= SmallestNormal || exact == 0))
            {
                return true;
            }
        }

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
        if (TryParseExactly(cell, out value))
        {
            return true;
        }

        ReadOnlySpan<byte> text = cell.Trim(" \t"u8);
        return !text.EndsWith("\0"u8) && double.TryParse(text, Number, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The text of a cell without blanks and quotes around it.</summary>
    public static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> cell)
    {
        ReadOnlySpan<byte> text = cell.Trim(" \t"u8);
        return text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;
    }

    /// <summary>The cell that begins at a place, which moves behind it; a separator within quotes is part of its cell.</summary>
    public static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> line, byte separator, ref int at)
    {
        int begin = at;
        bool isQuoted = false;
        for (; at < line.Length && (isQuoted || line[at] != separator); at++)
        {
            isQuoted ^= line[at] == '"';
        }

        return line[begin..at++];
    }

    /// <summary>Whether quotes stand around a cell and, within it, in pairs only.</summary>
    public static bool IsQuoted(ReadOnlySpan<byte> cell)
    {
        if (cell.Length < 2 || cell[0] != '"' || cell[^1] != '"')
        {
            return false;
        }

        ReadOnlySpan<byte> inner = cell[1..^1];
        for (int quote; (quote = inner.IndexOf((byte)'"')) >= 0; inner = inner[(quote + 2)..])
        {
            if (quote + 1 == inner.Length || inner[quote + 1] != '"')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The text that a cell of a header stands for.</summary>
    public static string Name(ReadOnlySpan<byte> cell)
    {
        string text = Encoding.UTF8.GetString(Unquoted(cell));
        return IsQuoted(cell.Trim(" \t"u8)) ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    /// <summary>Whether a first line is a header: every cell a name that begins with a letter, an underscore or a quote, none a number or one of the words for a missing one.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> line, byte separator = (byte)',')
    {
        for (int at = 0; at <= line.Length;)
        {
            ReadOnlySpan<byte> cell = Take(line, separator, ref at).Trim(" \t"u8);
            if (cell.IsEmpty || !(char.IsAsciiLetter((char)cell[0]) || cell[0] is (byte)'_' or (byte)'"' or >= 0x80)
                || TryParse(cell, out _) || TryParse(cell.Trim((byte)'"'), out _) || IsMissingValue(cell))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The first characters of a cell, control characters as <c>\x1B</c>.</summary>
    public static string Shown(ReadOnlySpan<byte> cell, int longest = 40)
    {
        StringBuilder text = new();

        // At most four bytes make a character.
        foreach (char character in Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, 4 * (longest + 1))]))
        {
            if (text.Length >= longest)
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
    /// The usual kind of number, without blanks: its digits and its power of ten are exact as doubles, so that one product or
    /// quotient rounds once, as it must (Clinger 1990). Anything else is left to the runtime.
    /// </summary>
    private static bool TryParseExactly(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        int at = 0;
        bool isNegative = false;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
        {
            isNegative = text[0] == '-';
            at = 1;
        }

        ulong digits = 0;
        int count = 0;
        int point = -1;
        for (; at < text.Length; at++)
        {
            uint digit = (uint)text[at] - '0';
            if (digit <= 9)
            {
                digits = (digits * 10) + digit;
                count++;
            }
            else if (text[at] == '.' && point < 0)
            {
                point = count;
            }
            else
            {
                break;
            }
        }

        // 19 digits fit 64 bits, whatever they are.
        if (count is 0 or > 19 || digits > 1UL << 53)
        {
            return false;
        }

        int power = point < 0 ? 0 : point - count;
        if (at < text.Length && !TryAddExponent(text[at..], ref power))
        {
            return false;
        }

        if (power < -MostPower || power > MostPower)
        {
            return false;
        }

        value = power < 0 ? digits / PowersOfTen[-power] : digits * PowersOfTen[power];
        value = isNegative ? -value : value;
        return true;
    }

    private static bool TryAddExponent(ReadOnlySpan<byte> text, ref int power)
    {
        const int MostDigits = 4;
        if (text[0] is not ((byte)'e' or (byte)'E') || text.Length < 2)
        {
            return false;
        }

        bool isNegative = text[1] == '-';
        ReadOnlySpan<byte> digits = text[(text[1] is (byte)'-' or (byte)'+' ? 2 : 1)..];
        if (digits.Length is 0 or > MostDigits || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        int exponent = 0;
        foreach (byte digit in digits)
        {
            exponent = (exponent * 10) + digit - '0';
        }

        power += isNegative ? -exponent : exponent;
        return true;
    }
}
