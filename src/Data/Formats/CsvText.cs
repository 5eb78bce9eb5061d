namespace VaePipeline.Data.Formats;

/// <summary>Text as a cell of a CSV (RFC 4180).</summary>
public static class CsvText
{
    /// <summary>The text in quotes.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The cell.</returns>
    public static string Quoted(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>The text, in quotes where it needs them.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The cell.</returns>
    public static string Cell(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? Quoted(text) : text;
}
