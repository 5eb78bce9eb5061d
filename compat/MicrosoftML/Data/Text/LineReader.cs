using System.Text;

namespace Microsoft.ML.Data;

/// <summary>The lines of files that are rows: no header, comments or empty lines.</summary>
internal static class LineReader
{
    public static IEnumerable<TextLine> Read(IMultiStreamSource source, TextFormat format)
    {
        long left = format.MaxRows;
        for (int i = 0; i < source.Count; i++)
        {
            using TextReader reader = source.OpenTextReader(i);
            bool isFirst = true;
            long number = 0;
            while (left > 0 && ReadLine(reader, format, isFirst) is { } text)
            {
                number++;
                // Only above the first row does # begin a comment.
                if (text.Length == 0 || text.StartsWith("//", StringComparison.Ordinal) || (isFirst && text[0] == '#'))
                    continue;
                bool isHeader = isFirst && format.HasHeader;
                isFirst = false;
                if (isHeader)
                    continue;
                left--;
                yield return new TextLine(number, text);
            }
        }
    }

    private static string? ReadLine(TextReader reader, TextFormat format, bool isFirst)
    {
        string? line = reader.ReadLine();
        if (!format.ReadMultilines || line is null || line.StartsWith("//", StringComparison.Ordinal) || (isFirst && line.StartsWith('#')) || !EndsInQuotes(line, format, false))
            return line;
        var whole = new StringBuilder(line);
        while (reader.ReadLine() is { } next)
        {
            whole.Append('\n').Append(next);
            if (!EndsInQuotes(next, format, true))
                break;
        }

        return whole.ToString();
    }

    // Whether a quoted field is still open at the end of the line.
    private static bool EndsInQuotes(string line, TextFormat format, bool inside)
    {
        int i = 0;
        while (true)
        {
            if (!inside)
            {
                i = SkipSpaces(line, format, i);
                int next = i >= line.Length ? -1 : line.AsSpan(i).IndexOfAny(format.Separators);
                if (i >= line.Length || (line[i] != '"' && next < 0))
                    return false;
                if (line[i] != '"')
                {
                    i += next + 1;
                    continue;
                }

                i++;
            }

            inside = false;
            if (!SkipQuoted(line, format, ref i))
                return true;
            i = SkipSpaces(line, format, i);
            // What follows a closing quote must be a separator; else the field is bad, and the row ends here.
            if (i >= line.Length || !format.IsSeparator(line[i]))
                return false;
            i++;
        }
    }

    private static int SkipSpaces(string line, TextFormat format, int i)
    {
        while (i < line.Length && line[i] == ' ' && !format.IsSeparator(' '))
            i++;
        return i;
    }

    // Moves behind the closing quote; false if there is none.
    private static bool SkipQuoted(string line, TextFormat format, ref int i)
    {
        while (i < line.Length)
        {
            bool escapes = line[i] == format.EscapeChar && (format.EscapeChar != '"' || (i + 1 < line.Length && line[i + 1] == '"'));
            if (!escapes && line[i] == '"')
            {
                i++;
                return true;
            }

            i += escapes ? 2 : 1;
        }

        return false;
    }
}
