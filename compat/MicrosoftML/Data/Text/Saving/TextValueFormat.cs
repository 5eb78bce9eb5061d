using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>How values are written in text files.</summary>
internal static class TextValueFormat
{
    /// <summary>The text of a value; that of a type's default value may be left out of a row.</summary>
    public static Func<T, string> Create<T>(PrimitiveDataViewType type, char separator)
    {
        if (type is KeyDataViewType key)
            return value => Key(value, key.Count);
        return value => value switch
        {
            ReadOnlyMemory<char> text => Quote(text.Span, separator),
            float real => float.IsNaN(real) ? "?" : real.ToString("R", CultureInfo.InvariantCulture),
            double real => double.IsNaN(real) ? "?" : real.ToString("G17", CultureInfo.InvariantCulture),
            bool truth => truth ? "1" : "0",
            TimeSpan span => string.Create(CultureInfo.InvariantCulture, $"\"{span:c}\""),
            DateTime time => string.Create(CultureInfo.InvariantCulture, $"\"{time:o}\""),
            DateTimeOffset time => string.Create(CultureInfo.InvariantCulture, $"\"{time:o}\""),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
    }

    /// <summary>Text in quotes where it needs them: with a quote, a separator, a colon, a line end, or a space in front.</summary>
    public static string Quote(ReadOnlySpan<char> text, char separator)
    {
        if (text.IsEmpty)
            return "\"\"";
        bool needsQuotes = text[0] == ' ' || text.IndexOfAny("\":\n") >= 0 || text.Contains(separator);
        return needsQuotes ? $"\"{text.ToString().Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text.ToString();
    }

    // Keys count from 1, text from 0; a missing key is nothing at all.
    private static string Key<T>(T value, ulong count)
    {
        ulong key = Convert.ToUInt64(value, CultureInfo.InvariantCulture);
        return key == 0 || key > count ? "" : (key - 1).ToString(CultureInfo.InvariantCulture);
    }
}
