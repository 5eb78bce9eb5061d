using System.Text;

namespace Microsoft.ML.Data;

internal sealed partial class FieldScanner
{
    private const int MostIndexDigits = 9;

    private readonly StringBuilder _quoted = new();
    private readonly bool _spaceSeparates = format.IsSeparator(' ');

    /// <summary>Reads a field; <paramref name="sparse"/> is its index where it is <c>index:value</c>, else -1.</summary>
    /// <returns>Whether a separator follows.</returns>
    private bool Next(out ReadOnlyMemory<char> field, out int sparse)
    {
        ReadOnlySpan<char> text = _line.Span;
        field = default;
        sparse = -1;
        int i = SkipSpaces(text, _position);
        if (i < text.Length && format.AllowSparse && TryReadIndex(text, ref i, out sparse))
            i = SkipSpaces(text, i);
        if (i < text.Length && text[i] == '"' && format.AllowQuoting)
        {
            field = ReadQuoted(text, ref i);
        }
        else if (i < text.Length)
        {
            int length = text[i..].IndexOfAny(format.Separators);
            field = _line.Slice(i, length < 0 ? text.Length - i : length);
            i += field.Length;
        }

        _position = Math.Min(i + 1, text.Length);
        return i < text.Length;
    }

    private int SkipSpaces(ReadOnlySpan<char> text, int i)
    {
        while (!_spaceSeparates && i < text.Length && text[i] == ' ')
            i++;
        return i;
    }

    private static bool TryReadIndex(ReadOnlySpan<char> text, ref int i, out int index)
    {
        index = -1;
        int end = i;
        int value = 0;
        for (; end < text.Length && end - i < MostIndexDigits && char.IsAsciiDigit(text[end]); end++)
            value = (10 * value) + (text[end] - '0');
        if (end == i || end >= text.Length || text[end] != ':')
            return false;
        index = value;
        i = end + 1;
        return true;
    }

    // A field whose quotes are wrong is empty, and reported.
    private ReadOnlyMemory<char> ReadQuoted(ReadOnlySpan<char> text, ref int i)
    {
        _quoted.Clear();
        i++;
        bool good = ReadToClosingQuote(text, ref i);
        for (; i < text.Length && !format.IsSeparator(text[i]); i++)
            good &= text[i] == ' ';
        if (good)
            return _quoted.ToString().AsMemory();
        Report("Illegal quoting");
        return default;
    }

    private bool ReadToClosingQuote(ReadOnlySpan<char> text, ref int i)
    {
        for (; i < text.Length; i++)
        {
            char character = text[i];
            char next = i + 1 < text.Length ? text[i + 1] : '\0';
            bool escapes = character == format.EscapeChar && (character != '"' || next == '"');
            if (character == '"' && !escapes)
            {
                i++;
                return true;
            }

            if (escapes && i + 1 == text.Length)
                return false;
            if (escapes)
                i++;
            if (escapes && next != '"')
                _quoted.Append(character);
            _quoted.Append(escapes ? next : character);
        }

        return false;
    }
}
