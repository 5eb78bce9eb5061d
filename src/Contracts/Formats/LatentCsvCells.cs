using System.Globalization;
using System.Text;

namespace VaePipeline.Contracts.Formats;

/// <summary>The cells of a latent CSV: which text is a number, which a header, and how errors show a cell.</summary>
internal static class LatentCsvCells
{
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

    private static bool IsMissingValue(ReadOnlySpan<byte> cell)
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
}
